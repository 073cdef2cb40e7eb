import { existsSync } from "node:fs";
import type { DeflateOptions } from "../deflate.ts";
import { PackagingError } from "../errors.ts";
import { baseFromArchive } from "./base-archive.ts";
import type { BaseImage } from "./base-image.ts";
import { blobStore, userCacheFolder } from "./blob-store.ts";
import { pullBase } from "./registry/pull-base.ts";

/** Node 24.18.0 on Debian bookworm (glibc), by the digest of its index, as several projects' Dockerfiles have it. */
export const DEFAULT_BASE_IMAGE =
  "node:24.18.0-bookworm-slim@sha256:6f7b03f7c2c8e2e784dcf9295400527b9b1270fd37b7e9a7285cf83b6951452d";

type BaseOptions = Parameters<typeof pullBase>[2];

/** Whoever named no base does not wait for one. */
const ONCE = { attempts: 1, firstDelayMs: 0, longestDelayMs: 0 } as const;

/** The base that the setting names: an archive where there is such a file or it looks like one, else a reference. */
function loadBase(setting: string, options: BaseOptions, cacheFolder = userCacheFolder()): Promise<BaseImage> {
  const store = blobStore(cacheFolder);
  const isArchive = setting.endsWith(".tar") || /^[./]/.test(setting) || existsSync(setting);
  return isArchive ? baseFromArchive(setting, store, options) : pullBase(setting, store, options);
}

/** Where no image is needed now; in any case, since the name of an image has no upper case. */
const NO_BASE = "none";

/**
 * The base to build on. One that was named must be there; without a name the default is tried, and where it cannot be had
 * the answer is why.
 */
export async function findBase(
  setting: string | undefined,
  options: DeflateOptions,
  cacheFolder?: string,
  defaultBase = DEFAULT_BASE_IMAGE,
): Promise<BaseImage | { readonly unavailable: string }> {
  if (setting?.toLowerCase() === NO_BASE) return { unavailable: `MODELPORT_BASE_IMAGE is ${NO_BASE}.` };
  if (setting !== undefined && setting !== "") return loadBase(setting, options, cacheFolder);
  try {
    return await loadBase(defaultBase, { ...options, retries: ONCE }, cacheFolder);
  } catch (error) {
    if (!(error instanceof PackagingError)) throw error;
    return { unavailable: error.message };
  }
}
