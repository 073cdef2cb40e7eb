// What the checks may know of the machine without starting a program. Tests hand in another machine.
import { statfsSync } from "node:fs";
import { availableParallelism, totalmem } from "node:os";
import { readText } from "./files.mjs";
import { readLimits } from "./limits.mjs";

/** Where the browser tests look, in this order, after CHROMIUM_PATH. */
export const CHROMIUM_PATHS = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/**
 * @typedef {{
 *   platform: string, arch: string, glibcVersion?: string, isRoot: boolean, distribution: string[],
 *   cores: number, quotaCores?: number, memoryBytes: number, limitBytes?: number,
 *   freeBytes: (folder: string) => number, procFolder: string, chromiumPaths: string[],
 * }} Machine `distribution`: ID and ID_LIKE of /etc/os-release; `glibcVersion` is absent on musl
 * @returns {Machine}
 */
export function readMachine() {
  // Else the report may look up names of open connections.
  process.report.excludeNetwork = true;
  const { header } = process.report.getReport();
  return {
    platform: process.platform,
    arch: process.arch,
    ...(header.glibcVersionRuntime && { glibcVersion: header.glibcVersionRuntime }),
    isRoot: process.getuid?.() === 0,
    distribution: readDistribution("/etc/os-release"),
    cores: availableParallelism(),
    memoryBytes: totalmem(),
    ...readLimits("/"),
    freeBytes: (folder) => {
      const { bavail, bsize } = statfsSync(folder);
      return bavail * bsize;
    },
    procFolder: "/proc",
    chromiumPaths: CHROMIUM_PATHS,
  };
}

function readDistribution(path) {
  const text = readText(path) ?? "";
  return ["ID", "ID_LIKE"].flatMap((key) =>
    (new RegExp(`^${key}="?([^"\n]*)`, "m").exec(text)?.[1] ?? "").split(" ").filter(Boolean),
  );
}
