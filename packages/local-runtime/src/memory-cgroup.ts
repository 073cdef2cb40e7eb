import { accessSync, constants, existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import path from "node:path";

const ROOT = "/sys/fs/cgroup";

/** The folder below which a cgroup with its own limit can be created, and the names of the limit's files. */
export interface MemoryCgroupParent {
  readonly folder: string;
  limits(memoryMiB: number): readonly (readonly [file: string, value: string])[];
}

/** Undefined if no cgroup of this machine controls memory. */
export function memoryCgroupParent(): MemoryCgroupParent | undefined {
  return version1() ?? version2();
}

function version1(): MemoryCgroupParent | undefined {
  const mount = path.join(ROOT, "memory");
  if (!existsSync(path.join(mount, "memory.limit_in_bytes"))) return undefined;
  const own = /^\d+:memory:(.*)$/m.exec(readFileSync("/proc/self/cgroup", "utf8"))?.[1] ?? "/";
  const folder = path.join(mount, own);
  return {
    // In a container, its own path can be the host's, which is not mounted here.
    folder: existsSync(folder) ? folder : mount,
    limits: (memoryMiB) => [
      ["memory.limit_in_bytes", bytes(memoryMiB)],
      ["memory.memsw.limit_in_bytes", bytes(memoryMiB)],
    ],
  };
}

/** Why no process can be given a memory limit here, as half a sentence; undefined if one can. */
export function memoryLimitLack(): string | undefined {
  const parent = memoryCgroupParent();
  if (parent === undefined) return "no cgroup controls memory";
  try {
    accessSync(parent.folder, constants.W_OK);
    return undefined;
  } catch {
    return `the memory cgroup ${parent.folder} is not writable`;
  }
}

/** A cgroup that this process created. */
export interface MemoryCgroup {
  /** A process that writes its id to this file joins it, with everything that it starts. */
  readonly processes: string;
  /** Call it once the cgroup has no processes left. */
  release(): void;
}

let made = 0;

/** Creates a cgroup of `memoryMiB` below `parent`, without swap; needs root. */
export function makeMemoryCgroup(parent: MemoryCgroupParent, memoryMiB: number): MemoryCgroup {
  const folder = path.join(parent.folder, `modelport-${process.pid}-${(made += 1)}`);
  mkdirSync(folder);
  for (const [file, value] of parent.limits(memoryMiB)) writeIfThere(path.join(folder, file), value);
  return { processes: path.join(folder, "cgroup.procs"), release: () => rmdirSync(folder) };
}

/** A swap limit only exists if the kernel counts swap. */
function writeIfThere(file: string, value: string): void {
  if (existsSync(file)) writeFileSync(file, value);
}

/** Only the root cgroup may hold processes and also delegate controllers, so the cgroup goes there. */
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
