import { existsSync } from "node:fs";
import path from "node:path";
import { userCacheFolder } from "@modelport/user-cache";
import { PackagingError } from "../errors.ts";
import { baseFromArchive } from "./base-archive.ts";
import type { BaseImage } from "./base-image.ts";
import { blobStore } from "./blob-store.ts";
import { gzipLayers } from "./gzip-layers.ts";
import { pullBase } from "./registry/pull-base.ts";

/** Node 24.18.0 on Debian bookworm (glibc), by the digest of its index, as several projects' Dockerfiles have it. */
export const DEFAULT_BASE_IMAGE =
  "node:24.18.0-bookworm-slim@sha256:6f7b03f7c2c8e2e784dcf9295400527b9b1270fd37b7e9a7285cf83b6951452d";

type BaseOptions = Parameters<typeof pullBase>[2];

/** It used to mean "no image"; image names have no upper case. */
const NO_BASE = "none";
const REMEDY =
  "Set MODELPORT_BASE_IMAGE to an image that can be fetched here, or to an archive of one " +
  "(podman save -o base.tar node:24-slim), and run this again.";

/**
 * The base image: an archive if such a file exists or the setting looks like one, otherwise a reference; without a
 * setting the default. `cacheFolder` keeps what was fetched; default: the user's cache.
 * @throws {PackagingError} saying why there is no base, and what to set
 */
export async function findBase(
  setting: string | undefined,
  options: BaseOptions,
  cacheFolder = path.join(userCacheFolder(), "oci"),
  defaultBase = DEFAULT_BASE_IMAGE,
): Promise<BaseImage> {
  const base = setting || defaultBase;
  if (base.toLowerCase() === NO_BASE) {
    throw new PackagingError(
      `No image was built. MODELPORT_BASE_IMAGE is "${base}", and an image needs a base. ${REMEDY}`,
    );
  }
  const store = blobStore(cacheFolder);
  const isArchive = base.endsWith(".tar") || /^[./]/.test(base) || existsSync(base);
  if (isArchive) return gzipLayers(await baseFromArchive(base, store, options), store, options);
  try {
    return await gzipLayers(await pullBase(base, store, options), store, options);
  } catch (error) {
    if (!(error instanceof PackagingError)) throw error;
    throw new PackagingError(`No image was built. ${error.message} ${REMEDY}`);
  }
}
