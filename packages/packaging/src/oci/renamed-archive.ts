import { createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { packTar, type TarSource } from "modern-tar/fs";
import { PackagingError } from "../errors.ts";
import { blobName } from "./base-archive.ts";
import { openImageArchive } from "./image-archive.ts";
import { OCI_INDEX, OCI_MANIFEST } from "./media-types.ts";

const FIXED = { mtime: new Date(0), uid: 0, gid: 0, uname: "", gname: "", mode: 0o644 } as const;

/**
 * Writes the image of `archive` to `out` under another name (`repository:tag`), which tools that load an archive take from it:
 * containerd from an annotation of the index, Docker from `manifest.json`. The image's digest stays the same.
 * @throws {PackagingError} if `archive` does not hold the image `expected`, or is not an OCI image archive with one plain manifest
 */
export async function writeRenamedArchive(archive: string, name: string, out: string, expected: string): Promise<void> {
  const { tar, digest, manifest, manifestBytes } = await openImageArchive(archive);
  if (digest !== expected) {
    throw new PackagingError(
      `${archive} holds ${digest}, but ${expected} was to be deployed: it was packaged again in between, so run the command again.`,
    );
  }
  const json = (target: string, value: unknown): TarSource => ({
    ...FIXED,
    type: "content",
    target,
    content: JSON.stringify(value),
  });
  const index = {
    schemaVersion: 2,
    mediaType: OCI_INDEX,
    manifests: [
      {
        mediaType: OCI_MANIFEST,
        digest,
        size: manifestBytes.byteLength,
        platform: { os: "linux", architecture: "amd64" },
        annotations: { "io.containerd.image.name": name, "org.opencontainers.image.ref.name": name },
      },
    ],
  };
  const dockerManifest = {
    Config: blobName(manifest.config.digest),
    RepoTags: [name],
    Layers: manifest.layers.map((layer) => blobName(layer.digest)),
  };
  const blobs = tar.names
    .filter((member) => member.startsWith("blobs/"))
    .map((target): TarSource => ({
      ...FIXED,
      type: "stream",
      target,
      content: tar.stream(target),
      size: tar.sizeOf(target) ?? 0,
    }));
  const sources = [
    json("oci-layout", { imageLayoutVersion: "1.0.0" }),
    json("index.json", index),
    json("manifest.json", [dockerManifest]),
    ...blobs,
  ];
  await pipeline(packTar(sources), createWriteStream(out));
}
