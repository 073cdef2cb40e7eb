import { createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { packTar, type TarSource } from "modern-tar/fs";
import { PackagingError } from "../errors.ts";
import { digestOf, type Digest } from "../digest.ts";
import type { FileEntry } from "../file-set.ts";
import { blobName, readBlob } from "./base-archive.ts";
import type { BaseImage } from "./base-image.ts";
import { readImageManifest, readIndex } from "./documents.ts";
import type { Layer } from "./layer.ts";
import {
  OCI_CONFIG,
  OCI_INDEX,
  OCI_MANIFEST,
  type Descriptor,
  type ImageConfig,
  type ImageIndex,
  type ImageManifest,
} from "./media-types.ts";
import { openTarFile, type TarFile } from "./tar-file.ts";

/** An image whose digest is known before anything is written. */
export interface Image {
  /** The digest of the manifest, which a deployment refers to. */
  readonly digest: Digest;
  readonly config: Descriptor;
  readonly base: BaseImage;
  readonly layers: readonly Layer[];
  /** The content of our layers. */
  readonly files: readonly FileEntry[];
  /** Name and tag that tools show after loading the archive. */
  readonly name: string;
  readonly manifestBytes: Uint8Array;
  readonly configBytes: Uint8Array;
}

/** One manifest, not an index, and with no attachments: AWS Lambda accepts nothing else. */
export function assembleImage(
  { name, files }: Pick<Image, "name" | "files">,
  base: BaseImage,
  layers: readonly Layer[],
  config: ImageConfig,
): Image {
  const configBytes = json(config);
  const configDescriptor = describe(OCI_CONFIG, configBytes);
  const manifest: ImageManifest = {
    schemaVersion: 2,
    mediaType: OCI_MANIFEST,
    config: configDescriptor,
    layers: [...base.layers, ...layers].map(({ descriptor }) => descriptor),
  };
  const manifestBytes = json(manifest);
  const { digest } = describe(OCI_MANIFEST, manifestBytes);
  return { digest, config: configDescriptor, base, layers, files, name, manifestBytes, configBytes };
}

/** Writes an image as an OCI layout in a tar; the same image gives the same bytes. */
export async function writeImageArchive(file: string, image: Image): Promise<void> {
  const index: ImageIndex = {
    schemaVersion: 2,
    mediaType: OCI_INDEX,
    manifests: [
      {
        ...describe(OCI_MANIFEST, image.manifestBytes),
        platform: { os: "linux", architecture: "amd64" },
        annotations: { "io.containerd.image.name": image.name, "org.opencontainers.image.ref.name": image.name },
      },
    ],
  };
  const content = (target: string, bytes: Uint8Array): TarSource => ({
    ...FIXED,
    type: "content",
    target,
    content: bytes,
  });
  const blobs = new Map<Digest, TarSource>();
  for (const { descriptor, file: source } of image.base.layers) {
    blobs.set(descriptor.digest, { ...FIXED, type: "file", target: blobName(descriptor.digest), source });
  }
  for (const { digest, bytes } of [
    ...image.layers.map((layer) => ({ digest: layer.descriptor.digest, bytes: layer.bytes })),
    { digest: image.config.digest, bytes: image.configBytes },
    { digest: image.digest, bytes: image.manifestBytes },
  ]) {
    blobs.set(digest, content(blobName(digest), bytes));
  }
  const sources = [
    content("oci-layout", json({ imageLayoutVersion: "1.0.0" })),
    content("index.json", json(index)),
    ...blobs.values(),
  ];
  await pipeline(packTar(sources), createWriteStream(file));
}

const FIXED = { mtime: new Date(0), uid: 0, gid: 0, uname: "", gname: "", mode: 0o644 } as const;

/** An image archive opened for reading. */
export interface ImageArchive {
  readonly tar: TarFile;
  readonly digest: Digest;
  readonly manifest: ImageManifest;
  readonly manifestBytes: Buffer;
}

/** Opens what writeImageArchive wrote; refuses an archive with anything but one plain manifest. */
export async function openImageArchive(file: string): Promise<ImageArchive> {
  const tar = await openTarFile(file).catch(() => undefined);
  if (tar?.sizeOf("index.json") === undefined) {
    throw new PackagingError(`${file} is not an OCI image archive: build it with \`npx nx run inference-api:image\`.`);
  }
  const { manifests } = readIndex(await tar.read("index.json"), `index.json in ${file}`);
  const [only] = manifests;
  if (only?.mediaType !== OCI_MANIFEST || manifests.length > 1) {
    throw new PackagingError(
      `${file} must hold one plain manifest, but lists ${manifests.map(({ mediaType }) => mediaType).join(", ") || "none"}: build it with \`npx nx run inference-api:image\`.`,
    );
  }
  const manifest = await readBlob(tar, only, readImageManifest);
  return { tar, digest: only.digest, manifest, manifestBytes: await tar.read(blobName(only.digest)) };
}

function describe(mediaType: string, bytes: Uint8Array): Descriptor {
  return { mediaType, digest: digestOf(bytes), size: bytes.byteLength };
}

function json(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}
