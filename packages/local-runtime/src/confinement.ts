// What Lambda's sandbox takes away from a function: the disk but for /tmp, memory, the CPU lists of /sys.
import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, mkdirSync, rmdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { LAMBDA_LIMITS } from "./lambda-limits.ts";
import { memoryCgroupParent } from "./memory-cgroup.ts";

const SCRIPT = fileURLToPath(new URL("../bootstrap/confine.sh", import.meta.url));
/** The bootstrap and what it imports lie below it. */
const WORKSPACE = fileURLToPath(new URL("../../..", import.meta.url));
const PROGRAMS = ["/usr/bin/unshare", "/usr/bin/setpriv"];

/** One function process's sandbox. */
export interface Confinement {
  /** The command that runs `command` inside. */
  wrap(command: readonly string[]): readonly string[];
  /** Call it once the process has ended. */
  release(): void;
}

/** Why this machine cannot confine a function, as one sentence; undefined where it can. */
export function confinementLack(): string | undefined {
  if (process.platform !== "linux") return lack(`this is ${process.platform}`, "run it on Linux");
  if (process.getuid?.() !== 0) return lack("this is not root", "run it as root, for example in CI");
  const missing = PROGRAMS.find((program) => !existsSync(program));
  if (missing !== undefined) return lack(`${missing} is not there`, "install util-linux");
  if (spawnSync("/usr/bin/unshare", ["--mount", "true"]).status !== 0) {
    return lack("mount namespaces are refused here", "run it with CAP_SYS_ADMIN");
  }
  const cgroup = memoryCgroupParent();
  if (cgroup === undefined) return lack("no cgroup controls memory", "run it where cgroups are mounted");
  try {
    accessSync(cgroup.folder, constants.W_OK);
  } catch {
    return lack(`the memory cgroup ${cgroup.folder} is not writable`, "run it where cgroups may be created");
  }
  return undefined;
}

function lack(reason: string, remedy: string): string {
  return `A function cannot be confined as Lambda confines it, because ${reason}: ${remedy}.`;
}

let confined = 0;

/** Makes the sandbox; needs `confinementLack()` to be undefined. */
export function confine(options: { taskRoot: string; memoryMiB: number; bootstrap: readonly string[] }): Confinement {
  const parent = memoryCgroupParent();
  if (parent === undefined) throw new Error(lack("no cgroup controls memory", "run it where cgroups are mounted"));
  const folder = path.join(parent.folder, `modelport-${process.pid}-${(confined += 1)}`);
  mkdirSync(folder);
  for (const [file, value] of parent.limits(options.memoryMiB)) writeIfThere(path.join(folder, file), value);
  const seen = [options.taskRoot, WORKSPACE, path.dirname(process.execPath), ...options.bootstrap.map(folderOf)];
  return {
    wrap: (command) => [
      "/usr/bin/unshare",
      "--mount",
      "--propagation=private",
      "/bin/sh",
      SCRIPT,
      path.join(folder, "cgroup.procs"),
      String(LAMBDA_LIMITS.temporaryMiB),
      [...new Set(seen.filter((name) => name.startsWith("/tmp/")))].join(":"),
      ...command,
    ],
    release: () => rmdirSync(folder),
  };
}

function folderOf(argument: string): string {
  return path.isAbsolute(argument) ? path.dirname(argument) : "";
}

/** A limit of swap is there only where the kernel counts swap. */
function writeIfThere(file: string, value: string): void {
  if (existsSync(file)) writeFileSync(file, value);
}
