// The packaged server in a cgroup of its own, as a container platform starts it.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { freePort, makeMemoryCgroup, memoryCgroupParent, memoryLimitLack } from "@modelport/local-runtime";
import { packaged } from "../src/entry/packaged.testing.ts";
import { until } from "../src/entry/spawned.testing.ts";
import { childrenOf, isThere } from "../src/entry/workers.testing.ts";

/** Why no server can be limited here, as one sentence. */
export function lack(): string | undefined {
  const reason = process.getuid?.() === 0 ? memoryLimitLack() : "this is not root";
  return reason && `The tests of a server in little memory are skipped, because ${reason}.`;
}

export interface LimitedServer {
  readonly port: number;
  readonly url: string;
  /** How it ended: undefined while it runs. */
  end(): string | undefined;
  /** Memory of all its processes that is their own, not pages of files. */
  anonymousMiB(): number;
  stop(): Promise<void>;
}

/** A server of so many processes, which have `memoryMiB` of memory together, and no swap. */
export async function startLimited(memoryMiB: number, workers: number): Promise<LimitedServer> {
  const parent = memoryCgroupParent();
  if (!parent) throw new Error("No cgroup of this machine controls memory.");
  const cgroup = makeMemoryCgroup(parent, memoryMiB);
  const port = await freePort();
  const env = { PORT: String(port), HOST: "127.0.0.1", LOG_LEVEL: "error", WORKERS: String(workers) };
  const join = 'echo $$ > "$0" && exec "$@"';
  const child = spawn("/bin/sh", ["-c", join, cgroup.processes, process.execPath, "server.mjs"], {
    cwd: packaged("server-bundle").path,
    env,
    stdio: ["ignore", "ignore", "inherit"],
  });
  const ended = once(child, "exit");
  const url = `http://127.0.0.1:${port}`;
  while ((await fetch(`${url}/ready`).catch(() => undefined))?.status !== 200) {
    if (child.exitCode !== null) throw new Error(`the server ended with exit status ${child.exitCode}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return {
    port,
    url,
    end: () => endOf(child),
    anonymousMiB: () => {
      const pid = child.pid ?? -1;
      return [pid, ...childrenOf(pid)].reduce((sum, each) => sum + anonymousMiB(each), 0);
    },
    async stop() {
      const workersAtEnd = child.exitCode === null && child.signalCode === null ? childrenOf(child.pid ?? -1) : [];
      child.kill("SIGKILL");
      await ended;
      for (const worker of workersAtEnd) await until(() => !isThere(worker));
      cgroup.release();
    },
  };
}

function endOf({ exitCode, signalCode }: ChildProcess): string | undefined {
  if (signalCode !== null) return `killed by ${signalCode}`;
  return exitCode === null ? undefined : `exit status ${exitCode}`;
}

function anonymousMiB(pid: number): number {
  const kilobytes = /^RssAnon:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return Number(kilobytes) / 1024;
}
