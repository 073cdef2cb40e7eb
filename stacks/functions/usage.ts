// What a deployment leaves behind or takes, apart from traffic: images, sources and builds.

/**
 * The layers that images share: the runtime image google-24 with Node.js 24. Estimated, because Google publishes no size; an image
 * that is updated automatically may be stored without them.
 */
const SHARED_LAYERS_GB = 0.3;
/** The app's layer of one image: the archive, 18 MB as measured, since all of it changes with each build. */
const ARCHIVE_GB = 0.018;

/** A week between deployments, an assumption; a build of vendored dependencies takes one to two minutes. */
export const BUILD_MINUTES_PER_MONTH = 4 * 2;

/** The total size of the images in a repository that keeps `keepImages`. */
export function imagesGB({ keepImages }: { readonly keepImages: number }): number {
  return SHARED_LAYERS_GB + keepImages * ARCHIVE_GB;
}

/** The archives of a month's deployments, each twice: in the stack's bucket and in the one that Google builds from. */
export function sourcesGB({ keepSourceDays }: { readonly keepSourceDays: number }): number {
  return 2 * ARCHIVE_GB * (1 + keepSourceDays / 7);
}
