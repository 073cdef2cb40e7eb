import { PackagingError } from "../errors.ts";
import type { Digest } from "../digest.ts";
import type { Descriptor, ImageConfig, ImageIndex } from "./media-types.ts";

/** The image below our layers: its configuration, and its layers as files. */
export interface BaseImage {
  /** The reference or the archive's path, as given. */
  readonly source: string;
  readonly config: ImageConfig;
  readonly layers: readonly BaseLayer[];
}

export interface BaseLayer {
  readonly descriptor: Descriptor;
  readonly diffId: Digest;
  readonly file: string;
}

/** The only manifest for linux/amd64 in an index; attestations have the platform unknown/unknown. */
export function chooseAmd64(index: ImageIndex, source: string): Descriptor {
  const [only] = index.manifests;
  if (only !== undefined && index.manifests.length === 1 && only.platform === undefined) return only;
  const found = index.manifests.find(({ platform }) => platform?.os === "linux" && platform.architecture === "amd64");
  if (found) return found;
  const platforms = index.manifests.map(({ platform }) => `${platform?.os}/${platform?.architecture}`).join(", ");
  throw new PackagingError(
    `The base image ${source} has no linux/amd64 variant (it has ${platforms}): name one that has, for example node:24-slim.`,
  );
}

/** Pairs layers with the digests of their uncompressed content, which the configuration lists in the same order. */
export function pairLayers(
  source: string,
  config: ImageConfig,
  layers: readonly Omit<BaseLayer, "diffId">[],
): BaseLayer[] {
  const diffIds = config.rootfs.diff_ids;
  if (diffIds.length !== layers.length) {
    throw new PackagingError(
      `The base image ${source} has ${layers.length} layers, but its configuration lists ${diffIds.length}: it is damaged; fetch or save it again.`,
    );
  }
  return layers.map((layer, index) => ({ ...layer, diffId: diffIds[index] ?? layer.descriptor.digest }));
}
