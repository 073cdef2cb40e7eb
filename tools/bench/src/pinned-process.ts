import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { freePort } from "@modelport/local-runtime";
import type { Contestant } from "./contestants.ts";

/** The core of the measured process, and the core of the load generator. */
export const SERVER_CORE = "0";
export const CLIENT_CORE = "1";

/** A server on its own core. */
export interface PinnedServer {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** Milliseconds from spawn to the first 200 of GET /ready. */
  readonly readyMs: number;
  /** Resident memory in megabytes of 10^6 bytes, now and at its peak. */
  memory(): { readonly residentMb: number; readonly peakMb: number };
  /** CPU time of all threads since the start. */
  cpuMicroseconds(): number;
  stop(): Promise<void>;
}

/** Moves all threads of this process off {@link SERVER_CORE}, which is for the measured process. */
export function pinThisProcess(): void {
  execFileSync("taskset", ["-a", "-p", "-c", CLIENT_CORE, String(process.pid)], { stdio: "ignore" });
}

/** Starts a contestant pinned to {@link SERVER_CORE}; it writes its log, which is discarded. */
export async function startPinned({ script, environment }: Contestant): Promise<PinnedServer> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const began = performance.now();
  const child = spawn("taskset", ["-c", SERVER_CORE, process.execPath, script], {
    env: { PORT: String(port), HOST: "127.0.0.1", DRAIN_DELAY_MS: "0", ...environment },
    stdio: ["ignore", "ignore", "inherit"],
  });
  while ((await fetch(`${url}/ready`).catch(() => undefined))?.status !== 200) {
    if (child.exitCode !== null) throw new Error(`${script} ended with ${child.exitCode} before it was ready`);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  const readyMs = performance.now() - began;
  const { pid } = child;
  if (pid === undefined) throw new Error(`${script} has no process id`);
  return {
    url,
    port,
    pid,
    readyMs,
    memory: () => ({ residentMb: megabytes(pid, "VmRSS"), peakMb: megabytes(pid, "VmHWM") }),
    cpuMicroseconds: () => cpuMicroseconds(pid),
    stop: () => stop(child),
  };
}

function megabytes(pid: number, member: string): number {
  const found = new RegExp(`^${member}:\\s+(\\d+) kB$`, "m").exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return (Number(found ?? Number.NaN) * 1024) / 1e6;
}

/** The first number of a thread's schedstat is its time on a CPU in nanoseconds. */
function cpuMicroseconds(pid: number): number {
  const threads = readdirSync(`/proc/${pid}/task`);
  const nanoseconds = threads.map((thread) =>
    Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, "utf8").split(" ")[0]),
  );
  return nanoseconds.reduce((sum, one) => sum + one, 0) / 1000;
}

function stop(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    const late = setTimeout(() => child.kill("SIGKILL"), 3000);
    child.once("exit", () => {
      clearTimeout(late);
      resolve();
    });
    child.kill("SIGTERM");
  });
}
