import type { DeflateOptions } from "../deflate.ts";
import { digestOf, type Digest } from "../digest.ts";
import { PackagingError } from "../errors.ts";
import { chooseAmd64, pairLayers, type BaseImage, type BaseLayer } from "./base-image.ts";
import type { BlobStore } from "./blob-store.ts";
import { readConfig, readDockerManifests, readImageManifest, readIndex } from "./documents.ts";
import { keptGzip } from "./gzip-layers.ts";
import { INDEX_TYPES, ociLayerType, type Descriptor } from "./media-types.ts";
import { openTarFile, type TarFile } from "./tar-file.ts";

/** A base image from a file that `podman save` or `docker save` wrote, as oci-archive or as docker-archive. */
export async function baseFromArchive(file: string, store: BlobStore, options: DeflateOptions): Promise<BaseImage> {
  const archive = await openTarFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error instanceof PackagingError) throw error;
    throw new PackagingError(`The base image archive ${file} cannot be read (${error.code}): correct the path.`);
  });
  if (archive?.sizeOf("index.json") !== undefined) return fromOciLayout(archive, store);
  if (archive?.sizeOf("manifest.json") !== undefined) return fromDockerArchive(archive, store, options);
  throw new PackagingError(
    `${file} is not an image archive (no index.json and no manifest.json in it): write one with \`podman save --format oci-archive -o base.tar IMAGE\`, uncompressed.`,
  );
}

async function fromOciLayout(archive: TarFile, store: BlobStore): Promise<BaseImage> {
  let index = await readMember(archive, "index.json", readIndex);
  let chosen = chooseAmd64(index, archive.path);
  while (INDEX_TYPES.includes(chosen.mediaType)) {
    index = await readBlob(archive, chosen, readIndex);
    chosen = chooseAmd64(index, archive.path);
  }
  const manifest = await readBlob(archive, chosen, readImageManifest);
  const config = await readBlob(archive, manifest.config, readConfig);
  const layers: Omit<BaseLayer, "diffId">[] = [];
  for (const { mediaType, digest, size } of manifest.layers) {
    if (!(await store.has(digest))) {
      const member = blobName(digest);
      await store.put(archive.stream(needMember(archive, member)), digest, `${member} in ${archive.path}`);
    }
    layers.push({ descriptor: { mediaType: ociLayerType(mediaType), digest, size }, file: store.pathOf(digest) });
  }
  return { source: archive.path, config, layers: pairLayers(archive.path, config, layers) };
}

async function fromDockerArchive(archive: TarFile, store: BlobStore, options: DeflateOptions): Promise<BaseImage> {
  const [manifest, ...others] = await readMember(archive, "manifest.json", readDockerManifests);
  if (manifest === undefined || others.length > 0) {
    throw new PackagingError(`${archive.path} holds ${others.length + (manifest ? 1 : 0)} images: save exactly one.`);
  }
  const config = await readMember(archive, manifest.Config, readConfig);
  const layers: Omit<BaseLayer, "diffId">[] = [];
  for (const [index, member] of manifest.Layers.entries()) {
    const plain = {
      what: `${member} in ${archive.path}`,
      diffId: config.rootfs.diff_ids[index],
      tar: () => archive.read(needMember(archive, member)),
    };
    const descriptor = await keptGzip(plain, store, options);
    layers.push({ descriptor, file: store.pathOf(descriptor.digest) });
  }
  return { source: archive.path, config, layers: pairLayers(archive.path, config, layers) };
}

export function blobName(digest: Digest): string {
  return `blobs/${digest.replace(":", "/")}`;
}

function needMember(archive: TarFile, name: string): string {
  if (archive.sizeOf(name) === undefined) {
    throw new PackagingError(`${archive.path} names ${name}, but does not hold it: save the image again.`);
  }
  return name;
}

type Reader<T> = (bytes: Uint8Array, what: string) => T;

async function readMember<T>(archive: TarFile, name: string, read: Reader<T>): Promise<T> {
  return read(await archive.read(needMember(archive, name)), `${name} in ${archive.path}`);
}

/** A JSON blob whose digest has been checked. */
export async function readBlob<T>(archive: TarFile, { digest }: Descriptor, read: Reader<T>): Promise<T> {
  const bytes = await archive.read(needMember(archive, blobName(digest)));
  const found = digestOf(bytes);
  if (found !== digest) {
    throw new PackagingError(
      `${blobName(digest)} in ${archive.path} has the digest ${found}: the archive is damaged; save it again.`,
    );
  }
  return read(bytes, `${blobName(digest)} in ${archive.path}`);
}
