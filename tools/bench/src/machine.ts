import { existsSync } from "node:fs";
import { cpus } from "node:os";
import { delimiter, join } from "node:path";

const PROGRAMS = { wrk: "wrk", taskset: "util-linux" } as const;

/** One sentence that says why this machine cannot run the benchmark; undefined if it can. */
export function lackOfThisMachine(path = process.env["PATH"] ?? "", cores = cpus().length): string | undefined {
  const folders = path.split(delimiter);
  for (const [program, debianPackage] of Object.entries(PROGRAMS)) {
    if (folders.some((folder) => existsSync(join(folder, program)))) continue;
    return `The benchmark needs ${program}, which is not in PATH: install it, on Debian with apt-get install ${debianPackage}.`;
  }
  if (cores < 2) return "The benchmark needs two cores, one for the server and one for the load; this machine has 1.";
  return undefined;
}
