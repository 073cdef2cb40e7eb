import { accessSync, constants, existsSync, mkdirSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const ROOT = "/sys/fs/cgroup";
const PERIOD_MICROSECONDS = 100_000;

/** A share of a core, as a container's CPU limit sets it: a quota in each period of 100 ms, and then a pause. */
export interface CpuQuota {
  add(pid: number): void;
  /** To be called after its processes have exited. */
  release(): void;
}

/** Undefined if this machine or user cannot set a quota. */
export function cpuQuota(cores: number): CpuQuota | undefined {
  const version1 = join(ROOT, "cpu");
  const parent = existsSync(join(version1, "cpu.cfs_quota_us")) ? version1 : ROOT;
  const folder = join(parent, `modelport-bench-${process.pid}`);
  const quota = cores * PERIOD_MICROSECONDS;
  try {
    accessSync(parent, constants.W_OK);
    mkdirSync(folder);
    if (parent === version1) {
      writeFileSync(join(folder, "cpu.cfs_period_us"), String(PERIOD_MICROSECONDS));
      writeFileSync(join(folder, "cpu.cfs_quota_us"), String(quota));
    } else {
      writeFileSync(join(folder, "cpu.max"), `${quota} ${PERIOD_MICROSECONDS}`);
    }
  } catch {
    if (existsSync(folder)) rmdirSync(folder);
    return undefined;
  }
  return {
    add: (pid) => writeFileSync(join(folder, "cgroup.procs"), String(pid)),
    release: () => rmdirSync(folder),
  };
}
