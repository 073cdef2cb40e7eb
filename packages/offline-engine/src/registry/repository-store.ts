// The files of a registry: `<folder>/<repository>/{blobs,manifests,tags,uploads}`.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";

export type Digest = `sha256:${string}`;

export function isDigest(text: string): text is Digest {
  return /^sha256:[0-9a-f]{64}$/.test(text);
}

const digestOf = (bytes: Uint8Array): Digest => `sha256:${createHash("sha256").update(bytes).digest("hex")}`;

type Kind = "blobs" | "manifests" | "tags" | "uploads";

/** One repository; its methods are synchronous, so that no request sees another one half done. */
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

  /** False if there is no such upload. */
  endUpload(id: string): boolean {
    const file = this.file("uploads", id);
    const exists = existsSync(file);
    rmSync(file, { force: true });
    return exists;
  }

  /** False if the bytes have another digest. */
  putBlob(digest: Digest, bytes: Uint8Array): boolean {
    if (digestOf(bytes) !== digest) return false;
    this.write("blobs", digest, bytes);
    return true;
  }

  /** Stores the manifest under its digest, and under `reference` if that is a tag. */
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
