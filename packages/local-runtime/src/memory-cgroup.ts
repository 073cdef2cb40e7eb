import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

const ROOT = "/sys/fs/cgroup";

/** Below which folder a cgroup with a limit of its own can be made, and what the limit's files are called. */
export interface MemoryCgroupParent {
  readonly folder: string;
  limits(memoryMiB: number): readonly (readonly [file: string, value: string])[];
}

/** Undefined where no cgroup of this machine controls memory. */
export function memoryCgroupParent(): MemoryCgroupParent | undefined {
  return version1() ?? version2();
}

function version1(): MemoryCgroupParent | undefined {
  const mount = path.join(ROOT, "memory");
  if (!existsSync(path.join(mount, "memory.limit_in_bytes"))) return undefined;
  const own = /^\d+:memory:(.*)$/m.exec(readFileSync("/proc/self/cgroup", "utf8"))?.[1] ?? "/";
  const folder = path.join(mount, own);
  return {
    // In a container the own path can be the host's, which is not mounted here.
    folder: existsSync(folder) ? folder : mount,
    limits: (memoryMiB) => [
      ["memory.limit_in_bytes", bytes(memoryMiB)],
      ["memory.memsw.limit_in_bytes", bytes(memoryMiB)],
    ],
  };
}

/** Only the root may hold processes and pass controllers on, so that is where the cgroup goes. */
function version2(): MemoryCgroupParent | undefined {
  const passedOn = path.join(ROOT, "cgroup.subtree_control");
  if (!existsSync(passedOn) || !readFileSync(passedOn, "utf8").split(/\s/).includes("memory")) return undefined;
  return {
    folder: ROOT,
    limits: (memoryMiB) => [
      ["memory.max", bytes(memoryMiB)],
      ["memory.swap.max", "0"],
    ],
  };
}

function bytes(memoryMiB: number): string {
  return String(memoryMiB * 2 ** 20);
}
