// Takes away what Lambda's sandbox takes away from a function: the disk except /tmp, memory, the CPU lists of /sys.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { LAMBDA_LIMITS } from "./lambda-limits.ts";
import { makeMemoryCgroup, memoryCgroupParent, memoryLimitLack } from "./memory-cgroup.ts";

const SCRIPT = fileURLToPath(new URL("../bootstrap/confine.sh", import.meta.url));
/** Contains the bootstrap and what it imports. */
const WORKSPACE = fileURLToPath(new URL("../../..", import.meta.url));
const PROGRAMS = ["/usr/bin/unshare", "/usr/bin/setpriv"];

/** The sandbox of one function process. */
export interface Confinement {
  /** The command that runs `command` inside. */
  wrap(command: readonly string[]): readonly string[];
  /** Call it once the process has ended. */
  release(): void;
}

/** Why this machine cannot confine a function, as one sentence; undefined if it can. */
export function confinementLack(): string | undefined {
  if (process.platform !== "linux") return lack(`this is ${process.platform}`, "run it on Linux");
  if (process.getuid?.() !== 0) return lack("this is not root", "run it as root, for example in CI");
  const missing = PROGRAMS.find((program) => !existsSync(program));
  if (missing !== undefined) return lack(`${missing} is not there`, "install util-linux");
  if (spawnSync("/usr/bin/unshare", ["--mount", "true"]).status !== 0) {
    return lack("mount namespaces are refused here", "run it with CAP_SYS_ADMIN");
  }
  const reason = memoryLimitLack();
  return reason && lack(reason, "run it as root where cgroups are mounted and may be created");
}

function lack(reason: string, remedy: string): string {
  return `A function cannot be confined as Lambda confines it, because ${reason}: ${remedy}.`;
}

/** Creates the sandbox; `confinementLack()` must be undefined. */
export function confine(options: { taskRoot: string; memoryMiB: number; bootstrap: readonly string[] }): Confinement {
  const parent = memoryCgroupParent();
  if (parent === undefined) throw new Error(lack("no cgroup controls memory", "run it where cgroups are mounted"));
  const cgroup = makeMemoryCgroup(parent, options.memoryMiB);
  const seen = [options.taskRoot, WORKSPACE, path.dirname(process.execPath), ...options.bootstrap.map(folderOf)];
  return {
    wrap: (command) => [
      "/usr/bin/unshare",
      "--mount",
      "--propagation=private",
      "/bin/sh",
      SCRIPT,
      cgroup.processes,
      String(LAMBDA_LIMITS.temporaryMiB),
      [...new Set(seen.filter((name) => name.startsWith("/tmp/")))].join(":"),
      ...command,
    ],
    release: () => cgroup.release(),
  };
}

function folderOf(argument: string): string {
  return path.isAbsolute(argument) ? path.dirname(argument) : "";
}
