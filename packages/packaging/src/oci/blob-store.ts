import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { asDigest, type Digest } from "../digest.ts";
import { PackagingError } from "../errors.ts";

/** Blobs on disk by digest; what is in it has that digest. */
export interface BlobStore {
  pathOf(digest: Digest): string;
  /** Whether the blob is there and undamaged; a damaged one is removed. */
  has(digest: Digest): Promise<boolean>;
  /** Keeps what the source yields; throws where it has another digest than `expected`. */
  put(
    source: AsyncIterable<Uint8Array>,
    expected: Digest | undefined,
    what: string,
  ): Promise<{ digest: Digest; size: number }>;
}

export function blobStore(folder: string): BlobStore {
  // Checked again where it becomes a path: has() removes what does not have the digest.
  const pathOf = (digest: Digest) => path.join(folder, asDigest(digest).replace(":", "-"));
  return {
    pathOf,
    async has(digest) {
      const file = pathOf(digest);
      if (!(await exists(file))) return false;
      if ((await digestOfFile(file)) === digest) return true;
      await rm(file, { force: true });
      return false;
    },
    async put(source, expected, what) {
      await mkdir(folder, { recursive: true });
      const partial = path.join(folder, `.partial-${process.pid}-${Math.random().toString(36).slice(2)}`);
      const hash = createHash("sha256");
      let size = 0;
      try {
        await pipeline(
          source,
          async function* (chunks: AsyncIterable<Uint8Array>) {
            for await (const chunk of chunks) {
              hash.update(chunk);
              size += chunk.byteLength;
              yield chunk;
            }
          },
          createWriteStream(partial),
        );
        const digest = asDigest(`sha256:${hash.digest("hex")}`);
        if (expected !== undefined && digest !== expected) {
          throw new PackagingError(
            `${what} should have the digest ${expected}, but its ${size} bytes have ${digest}: it is damaged or was changed; fetch or write it again.`,
          );
        }
        await rename(partial, pathOf(digest));
        return { digest, size };
      } finally {
        await rm(partial, { force: true });
      }
    },
  };
}

async function digestOfFile(file: string): Promise<Digest> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  return asDigest(`sha256:${hash.digest("hex")}`);
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}
