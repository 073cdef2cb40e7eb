import { readFile, writeFile, mkdir } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import { DEFLATE_LEVEL } from "../deflate-level.ts";
import type { DeflateOptions } from "../deflate.ts";
import { PackagingError } from "../errors.ts";
import { sha256Hex, type Digest } from "../file-set.ts";
import { chooseAmd64, pairLayers, type BaseImage, type BaseLayer } from "./base-image.ts";
import type { BlobStore } from "./blob-store.ts";
import { gzip } from "./gzip.ts";
import {
  INDEX_TYPES,
  OCI_LAYER_GZIP,
  ociLayerType,
  type Descriptor,
  type ImageConfig,
  type ImageIndex,
  type ImageManifest,
} from "./media-types.ts";
import { openTarFile, type TarFile } from "./tar-file.ts";

/** A base image from a file that `podman save` or `docker save` wrote, as oci-archive or as docker-archive. */
export async function baseFromArchive(file: string, store: BlobStore, options: DeflateOptions): Promise<BaseImage> {
  const archive = await openTarFile(file).catch((error: NodeJS.ErrnoException) => {
    throw new PackagingError(`The base image archive ${file} cannot be read (${error.code}): correct the path.`);
  });
  if (archive?.sizeOf("index.json") !== undefined) return fromOciLayout(archive, store);
  if (archive?.sizeOf("manifest.json") !== undefined) return fromDockerArchive(archive, store, options);
  throw new PackagingError(
    `${file} is no image archive (no index.json and no manifest.json in it): write one with \`podman save --format oci-archive -o base.tar IMAGE\`, uncompressed.`,
  );
}

async function fromOciLayout(archive: TarFile, store: BlobStore): Promise<BaseImage> {
  let index = await readJson<ImageIndex>(archive, "index.json");
  let chosen = chooseAmd64(index, archive.path);
  while (INDEX_TYPES.includes(chosen.mediaType)) {
    index = await readBlob<ImageIndex>(archive, chosen);
    chosen = chooseAmd64(index, archive.path);
  }
  const manifest = await readBlob<ImageManifest>(archive, chosen);
  const config = await readBlob<ImageConfig>(archive, manifest.config);
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

interface DockerManifest {
  readonly Config: string;
  readonly Layers: readonly string[];
}

async function fromDockerArchive(archive: TarFile, store: BlobStore, options: DeflateOptions): Promise<BaseImage> {
  const [manifest, ...others] = await readJson<DockerManifest[]>(archive, "manifest.json");
  if (manifest === undefined || others.length > 0) {
    throw new PackagingError(`${archive.path} holds ${others.length + (manifest ? 1 : 0)} images: save exactly one.`);
  }
  const config = await readJson<ImageConfig>(archive, manifest.Config);
  const layers: Omit<BaseLayer, "diffId">[] = [];
  for (const [index, member] of manifest.Layers.entries()) {
    const descriptor = await compressed(archive, member, config.rootfs.diff_ids[index], store, options);
    layers.push({ descriptor, file: store.pathOf(descriptor.digest) });
  }
  return { source: archive.path, config, layers: pairLayers(archive.path, config, layers) };
}

/** docker-archive holds layers uncompressed; the compressed one is kept beside a note of what it came from. */
async function compressed(
  archive: TarFile,
  member: string,
  diffId: Digest | undefined,
  store: BlobStore,
  options: DeflateOptions,
): Promise<Descriptor> {
  const note = diffId && `${store.pathOf(diffId)}.gzip-${DEFLATE_LEVEL}.json`;
  const known = note && (await readFile(note, "utf8").catch(() => undefined));
  if (known) {
    const descriptor = JSON.parse(known) as Descriptor;
    if (await store.has(descriptor.digest)) return descriptor;
  }
  const tar = await archive.read(needMember(archive, member));
  const found: Digest = `sha256:${sha256Hex(tar)}`;
  if (found !== diffId) {
    throw new PackagingError(
      `${member} in ${archive.path} should have the digest ${diffId}, but has ${found}: the archive is damaged; save it again.`,
    );
  }
  const bytes = await gzip(`a layer of ${path.basename(archive.path)}`, tar, { log: options.log });
  const { digest, size } = await store.put(Readable.from([bytes]), undefined, member);
  const descriptor: Descriptor = { mediaType: OCI_LAYER_GZIP, digest, size };
  if (note) {
    await mkdir(path.dirname(note), { recursive: true });
    await writeFile(note, JSON.stringify(descriptor));
  }
  return descriptor;
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

async function readJson<T>(archive: TarFile, name: string): Promise<T> {
  const bytes = await archive.read(needMember(archive, name));
  return JSON.parse(bytes.toString("utf8")) as T;
}

/** A JSON blob, its digest checked. */
export async function readBlob<T>(archive: TarFile, { digest }: Descriptor): Promise<T> {
  const bytes = await archive.read(needMember(archive, blobName(digest)));
  const found: Digest = `sha256:${sha256Hex(bytes)}`;
  if (found !== digest) {
    throw new PackagingError(
      `${blobName(digest)} in ${archive.path} has the digest ${found}: the archive is damaged; save it again.`,
    );
  }
  return JSON.parse(bytes.toString("utf8")) as T;
}
