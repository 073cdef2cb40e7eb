import { type ChildProcess, spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { freePort } from "@modelport/local-runtime";

/** The core of whatever is measured, and the core of whoever measures it. */
export const SERVER_CORE = "0";
export const CLIENT_CORE = "1";

/** A server on its own core. */
export interface PinnedServer {
  readonly url: string;
  readonly port: number;
  /** Milliseconds from spawn to the first 200 of GET /ready. */
  readonly readyMs: number;
  residentMb(): Promise<number>;
  stop(): Promise<void>;
}

/** Starts `script` pinned to {@link SERVER_CORE}; its log goes nowhere, but is written. */
export async function startPinned(
  script: string,
  environment: Readonly<Record<string, string>>,
): Promise<PinnedServer> {
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
  return {
    url,
    port,
    readyMs: performance.now() - began,
    residentMb: () => residentMb(child),
    stop: () => stop(child),
  };
}

async function residentMb({ pid }: ChildProcess): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? Number.NaN) / 1024;
}

function stop(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once("exit", () => resolve());
    child.kill("SIGTERM");
    setTimeout(() => child.kill("SIGKILL"), 3000).unref();
  });
}
