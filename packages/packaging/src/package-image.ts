import type { AppContent, ImageSources } from "./app-content.ts";
import type { ImageDetails } from "./artifacts.ts";
import type { DeflateOptions } from "./deflate.ts";
import { findBase } from "./oci/base-setting.ts";
import { buildImage } from "./oci/build-image.ts";
import type { Image } from "./oci/image-archive.ts";

export interface ImageOptions extends ImageSources {
  /** A reference or the path of an archive; default: a pinned Node on Debian. */
  readonly baseImage?: string | undefined;
  /** Where fetched bases are cached; default: the user's cache. */
  readonly cacheFolder?: string | undefined;
}

/** Builds the image. @throws {PackagingError} if there is no base image */
export async function packageImage(
  app: AppContent,
  options: ImageOptions,
  deflateOptions: DeflateOptions,
): Promise<Image> {
  const base = await findBase(options.baseImage, deflateOptions, options.cacheFolder);
  const { name, version, title, description, license } = app.manifest;
  const content = {
    name: `localhost/modelport/${name}:${version}`,
    labels: { title, description, version, licenses: license },
    files: await app.imageFiles(options),
  };
  return buildImage(base, content, deflateOptions);
}

/** The part of artifacts.json about an image, in addition to its digest. */
export function imageDetails(image: Image): ImageDetails {
  return {
    configDigest: image.config.digest,
    layers: [
      ...image.base.layers.map(({ descriptor }) => ({ name: "base", ...sizeOf(descriptor) })),
      ...image.layers.map(({ name, descriptor }) => ({ name, ...sizeOf(descriptor) })),
    ],
  };
}

function sizeOf({ digest, size }: Image["config"]) {
  return { digest, bytes: size };
}
