// What a registry keeps, as files: `<folder>/<repository>/{blobs,manifests,tags,uploads}`.
import { createHash } from "node:crypto";
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";

export type Digest = `sha256:${string}`;

export function isDigest(text: string): text is Digest {
  return /^sha256:[0-9a-f]{64}$/.test(text);
}

const digestOf = (bytes: Uint8Array): Digest => `sha256:${createHash("sha256").update(bytes).digest("hex")}`;

type Kind = "blobs" | "manifests" | "tags" | "uploads";

/** One repository; its methods are synchronous, so that two requests never see half of anything. */
export class RepositoryStore {
  private readonly folder: string;

  constructor(root: string, repository: string) {
    this.folder = path.join(root, ...repository.split("/"));
  }

  private file(kind: Kind, name: string): string {
    return path.join(this.folder, `_${kind}`, name.replace(":", "-"));
  }

  private write(kind: Kind, name: string, bytes: Uint8Array | string): void {
    mkdirSync(path.dirname(this.file(kind, name)), { recursive: true });
    writeFileSync(this.file(kind, name), bytes);
  }

  blobBytes(digest: Digest): number | undefined {
    const file = this.file("blobs", digest);
    return existsSync(file) ? statSync(file).size : undefined;
  }

  blobFile(digest: Digest): string {
    return this.file("blobs", digest);
  }

  beginUpload(id: string): void {
    this.write("uploads", id, "");
  }

  /** How many bytes have arrived; undefined for an upload that does not exist. */
  uploadedBytes(id: string): number | undefined {
    const file = this.file("uploads", id);
    return existsSync(file) ? statSync(file).size : undefined;
  }

  append(id: string, bytes: Uint8Array): void {
    appendFileSync(this.file("uploads", id), bytes);
  }

  /** False where the bytes are not those of the digest; the upload is gone then. */
  finishUpload(id: string, digest: Digest): boolean {
    const upload = this.file("uploads", id);
    if (digestOf(readFileSync(upload)) !== digest) {
      rmSync(upload);
      return false;
    }
    mkdirSync(path.dirname(this.file("blobs", digest)), { recursive: true });
    renameSync(upload, this.file("blobs", digest));
    return true;
  }

  /** Takes a blob of another repository; false where that has none. */
  mount(from: RepositoryStore, digest: Digest): boolean {
    if (from.blobBytes(digest) === undefined) return false;
    mkdirSync(path.dirname(this.file("blobs", digest)), { recursive: true });
    copyFileSync(from.blobFile(digest), this.blobFile(digest));
    return true;
  }

  /** Stores under its digest, and under the tag that `reference` may be. */
  putManifest(reference: string, mediaType: string, bytes: Uint8Array): Digest {
    const digest = digestOf(bytes);
    this.write("manifests", digest, JSON.stringify({ mediaType, content: Buffer.from(bytes).toString("base64") }));
    if (!isDigest(reference)) this.write("tags", reference, digest);
    return digest;
  }

  manifest(reference: string): { digest: Digest; mediaType: string; bytes: Buffer } | undefined {
    const digest = isDigest(reference) ? reference : this.digestOfTag(reference);
    if (digest === undefined || !existsSync(this.file("manifests", digest))) return undefined;
    const stored = JSON.parse(readFileSync(this.file("manifests", digest), "utf8")) as Record<
      "mediaType" | "content",
      string
    >;
    return { digest, mediaType: stored.mediaType, bytes: Buffer.from(stored.content, "base64") };
  }

  private digestOfTag(tag: string): Digest | undefined {
    const file = this.file("tags", tag);
    return existsSync(file) ? (readFileSync(file, "utf8") as Digest) : undefined;
  }

  tags(): readonly string[] {
    const folder = path.join(this.folder, "_tags");
    return existsSync(folder) ? readdirSync(folder).toSorted() : [];
  }
}

/** The digests of the images in a repository, and in those below it. */
export function imagesIn(root: string, repository: string): readonly Digest[] {
  const folder = path.join(root, ...repository.split("/"));
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => path.basename(path.dirname(file)) === "_manifests")
    .map((file) => path.basename(file).replace("-", ":") as Digest);
}

export function forgetRepository(root: string, repository: string): void {
  rmSync(path.join(root, ...repository.split("/")), { recursive: true, force: true });
}
