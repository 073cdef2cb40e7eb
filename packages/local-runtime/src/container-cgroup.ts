// The memory and the CPU of a container, for a process of this machine.
import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { makeMemoryCgroup, memoryCgroupParent, memoryLimitLack } from "./memory-cgroup.ts";

const ROOT = "/sys/fs/cgroup";
const CPU = path.join(ROOT, "cpu");
const PERIOD_US = 100_000;

export interface ContainerSize {
  readonly memoryMiB: number;
  readonly vcpus: number;
}

/** Cgroups that this process created. */
export interface ContainerCgroup {
  /** A process that writes its id to each of these files is limited, with everything that it starts. */
  readonly processes: readonly string[];
  /** Call it once its processes have ended. */
  release(): void;
}

/** Why no process can be limited here, as half a sentence; undefined if one can. */
export function containerLimitLack(): string | undefined {
  if (process.getuid?.() !== 0) return "this is not root";
  const lack = memoryLimitLack();
  if (lack !== undefined) return lack;
  try {
    makeContainerCgroup({ memoryMiB: 512, vcpus: 1 }).release();
    return undefined;
  } catch {
    return "no cgroup controls CPU time";
  }
}

let made = 0;

/** Needs root. */
export function makeContainerCgroup({ memoryMiB, vcpus }: ContainerSize): ContainerCgroup {
  const parent = memoryCgroupParent();
  if (parent === undefined) throw new Error("No cgroup of this machine controls memory.");
  const memory = makeMemoryCgroup(parent, memoryMiB);
  try {
    // In version 2 one cgroup has all limits; in version 1 each kind has a hierarchy of its own.
    if (parent.folder === ROOT) {
      writeFileSync(path.join(path.dirname(memory.processes), "cpu.max"), `${quotaOf(vcpus)} ${PERIOD_US}`);
      return { processes: [memory.processes], release: () => memory.release() };
    }
    const cpu = makeCpuCgroup(vcpus);
    const release = () => [cpu, memory].forEach((each) => each.release());
    return { processes: [memory.processes, cpu.processes], release };
  } catch (error) {
    memory.release();
    throw error;
  }
}

/** In version 1. */
function makeCpuCgroup(vcpus: number) {
  const own = /^\d+:[^:]*\bcpu\b[^:]*:(.*)$/m.exec(readFileSync("/proc/self/cgroup", "utf8"))?.[1] ?? "/";
  // In a container, its own path can be the host's, which is not mounted here.
  const parent = existsSync(path.join(CPU, own)) ? path.join(CPU, own) : CPU;
  const folder = path.join(parent, `modelport-${process.pid}-${(made += 1)}-cpu`);
  mkdirSync(folder);
  const release = () => rmdirSync(folder);
  try {
    writeFileSync(path.join(folder, "cpu.cfs_period_us"), String(PERIOD_US));
    writeFileSync(path.join(folder, "cpu.cfs_quota_us"), String(quotaOf(vcpus)));
  } catch (error) {
    release();
    throw error;
  }
  return { processes: path.join(folder, "cgroup.procs"), release };
}

const quotaOf = (vcpus: number) => Math.round(vcpus * PERIOD_US);
