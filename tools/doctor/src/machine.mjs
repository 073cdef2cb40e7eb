// What the checks know about the machine without starting a program. Tests pass another machine.
import { statfsSync } from "node:fs";
import { availableParallelism, totalmem } from "node:os";

/** Where the browser tests look, in this order, after CHROMIUM_PATH. */
export const CHROMIUM_PATHS = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/**
 * @typedef {{
 *   platform: string, arch: string, glibcVersion?: string, isRoot: boolean, cores: number, memoryBytes: number,
 *   freeBytes: (folder: string) => number, chromiumPaths: string[],
 * }} Machine `glibcVersion` is absent on musl; `memoryBytes` is the limit of a container that has one
 * @returns {Machine}
 */
export function readMachine() {
  // Otherwise the report may look up the names of open connections.
  process.report.excludeNetwork = true;
  const { header } = process.report.getReport();
  return {
    platform: process.platform,
    arch: process.arch,
    ...(header.glibcVersionRuntime && { glibcVersion: header.glibcVersionRuntime }),
    isRoot: process.getuid?.() === 0,
    cores: availableParallelism(),
    memoryBytes: Math.min(totalmem(), process.constrainedMemory() || Infinity),
    freeBytes: (folder) => {
      const { bavail, bsize } = statfsSync(folder);
      return bavail * bsize;
    },
    chromiumPaths: CHROMIUM_PATHS,
  };
}
