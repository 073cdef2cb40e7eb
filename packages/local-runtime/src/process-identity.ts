import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

/**
 * Distinguishes a process from a later one with the same pid: its start time and, on Linux, the boot. Undefined if
 * there is no such process, or only a zombie whose threads have all ended, so that its ports are free.
 */
export function startIdentity(pid: number): string | undefined {
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  return process.platform === "linux" ? linuxIdentity(pid) : psIdentity(pid);
}

function linuxIdentity(pid: number): string | undefined {
  const status = linuxStatus(pid);
  if (status === undefined || status.isDead) return undefined;
  return `${readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()}:${status.startTicks}`;
}

function linuxStatus(pid: number): { isDead: boolean; groupId: number; startTicks: string } | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name in parentheses may contain anything; the state is the field after it, and counts as the third.
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    const hasEnded = /^[ZX]$/i.test(fields[0] ?? "X");
    return { isDead: hasEnded && !hasOtherThreads(pid), groupId: Number(fields[2]), startTicks: fields[19] ?? "" };
  } catch {
    return undefined;
  }
}

/** After SIGKILL the first thread may end before the others, which hold the process's sockets until they end. */
function hasOtherThreads(pid: number): boolean {
  try {
    return readdirSync(`/proc/${pid}/task`).length > 1;
  } catch {
    return false;
  }
}

function psIdentity(pid: number): string | undefined {
  try {
    const [state, ...started] = execFileSync("ps", ["-o", "state=,lstart=", "-p", String(pid)], {
      encoding: "utf8",
      env: { LC_ALL: "C", TZ: "UTC", PATH: "/usr/bin:/bin" },
      stdio: ["ignore", "pipe", "ignore"],
    })
      .trim()
      .split(/\s+/);
    return state === undefined || state === "" || state.startsWith("Z") ? undefined : started.join(" ");
  } catch {
    return undefined;
  }
}

/**
 * Pids in the process group of a dead leader that have `variable` in their environment, on Linux. None on other
 * systems, where a function still exits by itself when its supervisor's end of stdin closes.
 */
export function orphansOf(groupId: number, variable: string): number[] {
  if (process.platform !== "linux") return [];
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => linuxStatus(pid)?.groupId === groupId && environmentOf(pid).includes(variable));
}

function environmentOf(pid: number): string[] {
  try {
    return readFileSync(`/proc/${pid}/environ`, "utf8").split("\0");
  } catch {
    return [];
  }
}
