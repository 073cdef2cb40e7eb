import { createReadStream } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createZstdDecompress } from "node:zlib";
import { DEFLATE_LEVEL } from "../deflate-level.ts";
import type { DeflateOptions } from "../deflate.ts";
import { digestOf, type Digest } from "../digest.ts";
import { PackagingError } from "../errors.ts";
import type { BaseImage, BaseLayer } from "./base-image.ts";
import type { BlobStore } from "./blob-store.ts";
import { readDescriptor } from "./documents.ts";
import { gzip } from "./gzip.ts";
import { OCI_LAYER_GZIP, OCI_LAYER_TAR, OCI_LAYER_ZSTD, type Descriptor } from "./media-types.ts";

/** A layer is unpacked in memory, and may be a thousand times its compressed size. */
const MOST_UNPACKED_BYTES = 2 ** 30;

/**
 * The base with every layer compressed with gzip, the only format that every platform accepts: AWS Lambda answers
 * UnsupportedImageLayerDetected to zstd (aspect-build/rules_aws#145) and to plain tar (bazel-contrib/rules_oci#777),
 * and the older docker of ECS instances cannot unpack zstd (aws/amazon-ecs-agent#4179).
 */
export async function gzipLayers(base: BaseImage, store: BlobStore, options: DeflateOptions): Promise<BaseImage> {
  const layers: BaseLayer[] = [];
  for (const layer of base.layers) {
    const descriptor = await gzippedLayer(base.source, layer, store, options);
    layers.push({ ...layer, descriptor, file: store.pathOf(descriptor.digest) });
  }
  return { ...base, layers };
}

function gzippedLayer(
  source: string,
  { descriptor, diffId, file }: BaseLayer,
  store: BlobStore,
  options: DeflateOptions,
): Promise<Descriptor> | Descriptor {
  const { mediaType, digest } = descriptor;
  if (mediaType === OCI_LAYER_GZIP) return descriptor;
  if (mediaType !== OCI_LAYER_ZSTD && mediaType !== OCI_LAYER_TAR) {
    throw new PackagingError(
      `The base image ${source} has a layer of type ${mediaType}, which is not known here: name an image whose layers are compressed with gzip, for example node:24-slim.`,
    );
  }
  const what = `${digest} of ${source}`;
  return keptGzip({ what, diffId, tar: () => unpacked(what, mediaType, file) }, store, options);
}

/** A layer before compression. */
export interface PlainLayer {
  /** For people. */
  readonly what: string;
  /** The digest according to the image's configuration. */
  readonly diffId: Digest | undefined;
  readonly tar: () => Promise<Uint8Array>;
}

/** Compresses it once: the result is cached with a note of its source. */
export async function keptGzip(
  { what, diffId, tar }: PlainLayer,
  store: BlobStore,
  options: DeflateOptions,
): Promise<Descriptor> {
  const note = diffId && `${store.pathOf(diffId)}.gzip-${DEFLATE_LEVEL}.json`;
  const known = note && (await readFile(note).catch(() => undefined));
  if (note && known) {
    const descriptor = readDescriptor(known, note);
    if (await store.has(descriptor.digest)) return descriptor;
  }
  const bytes = await tar();
  const found = digestOf(bytes);
  if (found !== diffId) {
    throw new PackagingError(
      `${what} should have the digest ${diffId} unpacked, but has ${found}: it is damaged; fetch or save the image again.`,
    );
  }
  const gzipped = await gzip("a layer of the base image", bytes, { log: options.log });
  const { digest, size } = await store.put(Readable.from([gzipped]), undefined, what);
  const descriptor: Descriptor = { mediaType: OCI_LAYER_GZIP, digest, size };
  if (note) {
    await mkdir(path.dirname(note), { recursive: true });
    await writeFile(note, JSON.stringify(descriptor));
  }
  return descriptor;
}

async function unpacked(what: string, mediaType: string, file: string): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  const keep = async (content: AsyncIterable<Uint8Array>) => {
    for await (const chunk of content) {
      bytes += chunk.byteLength;
      if (bytes > MOST_UNPACKED_BYTES) throw tooLarge(what);
      chunks.push(chunk);
    }
  };
  const content = createReadStream(file);
  try {
    await (mediaType === OCI_LAYER_ZSTD ? pipeline(content, createZstdDecompress(), keep) : pipeline(content, keep));
  } catch (error) {
    if (error instanceof PackagingError) throw error;
    throw new PackagingError(`${what} cannot be unpacked (${(error as Error).message}): use another image.`);
  }
  return Buffer.concat(chunks);
}

function tooLarge(what: string): PackagingError {
  return new PackagingError(
    `${what} is not compressed with gzip, and has more than ${MOST_UNPACKED_BYTES / 2 ** 20} MiB unpacked: compress the image with gzip first, for example with \`skopeo copy --dest-compress-format gzip\`.`,
  );
}
