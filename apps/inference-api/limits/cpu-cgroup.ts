// Gives a process less than a processor, and more of a busy machine than others get.
import { existsSync, mkdirSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const ROOT = "/sys/fs/cgroup";
const PERIOD_US = 100_000;
/** The highest that the kernel takes. */
const [SHARES, WEIGHT] = ["262144", "10000"];

export interface CpuCgroup {
  add(pid: number): void;
  /** Call it once its processes have ended. */
  release(): void;
}

/** Why this machine cannot do it, as half a sentence. */
export function cpuLimitLack(): string | undefined {
  if (process.getuid?.() !== 0) return "this is not root";
  try {
    makeCpuCgroup(1).release();
    return undefined;
  } catch {
    return "no cgroup controls CPU time";
  }
}

let made = 0;

/** A cgroup of at most `processors`, which comes before others where the machine is busy. Needs root. */
export function makeCpuCgroup(processors: number): CpuCgroup {
  const version1 = existsSync(join(ROOT, "cpu/cpu.cfs_quota_us"));
  const folder = join(ROOT, version1 ? "cpu" : "", `modelport-${process.pid}-${(made += 1)}`);
  const quota = Math.round(processors * PERIOD_US);
  const limits = version1
    ? { "cpu.cfs_period_us": PERIOD_US, "cpu.cfs_quota_us": quota, "cpu.shares": SHARES }
    : { "cpu.max": `${quota} ${PERIOD_US}`, "cpu.weight": WEIGHT };
  mkdirSync(folder);
  const release = () => rmdirSync(folder);
  try {
    for (const [file, value] of Object.entries(limits)) writeFileSync(join(folder, file), String(value));
  } catch (error) {
    release();
    throw error;
  }
  return { add: (pid) => writeFileSync(join(folder, "cgroup.procs"), String(pid)), release };
}
