// What several workers are for: they serve as many times more requests, and the death of one costs what it held.
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { until } from "../src/entry/spawned.testing.ts";
import { isThere, spawnWorkers } from "../src/entry/workers.testing.ts";
import { instance } from "./attacks.ts";
import { type CpuCgroup, cpuLimitLack, makeCpuCgroup } from "./cpu-cgroup.ts";
import type { Load, Result } from "./load.ts";

const lack = cpuLimitLack();
if (lack !== undefined) process.stdout.write(`SKIPPED, the throughput of two workers: ${lack}.\n`);

/** Of each worker; the load generator has the rest of two processors. */
const PROCESSORS = 0.6;
const CONNECTIONS = 32;
/** So many that the generator has little to do for the work of a request. */
const ROWS = 40;
const ROUNDS = 5;
const ROUND_MS = 3000;

const body = `{"instances":[${Array.from({ length: ROWS }, () => instance).join(",")}]}`;
const request =
  "POST /api/v1/predict/batch HTTP/1.1\r\nHost: model\r\nContent-Type: application/json\r\n" +
  `Content-Length: ${body.length}\r\n\r\n${body}`;

describe.skipIf(lack !== undefined)("two workers with 0.6 CPU each", () => {
  const cgroups: CpuCgroup[] = [];
  let generator: ChildProcess;
  const servers: Awaited<ReturnType<typeof limited>>[] = [];

  async function limited(workers: number) {
    const server = await spawnWorkers(workers, { LOG_LEVEL: "warn" });
    const pids = workers === 1 ? [server.child.pid ?? -1] : server.workerPids();
    for (const pid of pids) enter(pid, PROCESSORS);
    return { ...server, pids };
  }

  function enter(pid: number, processors: number): void {
    const cgroup = makeCpuCgroup(processors);
    cgroups.push(cgroup);
    cgroup.add(pid);
  }

  async function load(port: number, milliseconds: number): Promise<Result> {
    generator.send({ port, milliseconds, connections: CONNECTIONS, request } satisfies Load);
    return ((await once(generator, "message")) as [Result])[0];
  }

  beforeAll(async () => {
    generator = fork(join(import.meta.dirname, "load.ts"));
    enter(generator.pid ?? -1, 2);
    servers.push(await limited(1), await limited(2));
    // Compiled, and with the heap of a server that works.
    for (const { port } of servers) await load(port, ROUND_MS);
  }, 60_000);

  afterAll(async () => {
    for (const { child, pids } of servers) {
      child.kill("SIGKILL");
      for (const pid of pids) await until(() => !isThere(pid));
    }
    generator.kill("SIGKILL");
    await once(generator, "exit");
    await until(() => cgroups.every(released));
  });

  it("serve at least 1.8 times as many requests as one", async () => {
    const [one, two] = servers;
    if (!one || !two) throw new Error("The servers have not started.");
    const ratios: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const [single, double] = [await load(one.port, ROUND_MS), await load(two.port, ROUND_MS)];
      expect([single, double]).toMatchObject([
        { refused: 0, lost: 0 },
        { refused: 0, lost: 0 },
      ]);
      ratios.push(double.answered / single.answered);
      process.stdout.write(`one worker: ${single.answered}, two: ${double.answered} batches in ${ROUND_MS} ms\n`);
    }
    expect(ratios.toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)]).toBeGreaterThanOrEqual(1.8);
  }, 120_000);

  it("lose with one of them what it held, and say how much that was", async () => {
    const server = servers[1];
    const [victim = -1] = server?.pids ?? [];
    if (!server) throw new Error("The servers have not started.");
    // Connections that were used to wait for the server to be ready.
    const idle = connectionsOf(victim, server.port);
    const result = load(server.port, 2 * ROUND_MS);
    await new Promise((resolve) => setTimeout(resolve, ROUND_MS));
    process.kill(victim, "SIGSTOP");
    const connections = connectionsOf(victim, server.port) - idle;
    process.kill(victim, "SIGKILL");
    const { answered, refused, lost, unconnected } = await result;
    await until(() => server.log().some(({ pid }) => pid === victim));
    const line = server.log().find(({ pid }) => pid === victim);
    process.stdout.write(
      `${answered} batches answered, ${lost} lost with ${connections} connections; the log: ${String(line?.["message"])}\n`,
    );
    expect([refused, unconnected]).toEqual([0, 0]);
    // Each connection has one request under way: in the worker, or still in the kernel's buffer in front of it.
    expect(lost).toBe(connections);
    expect(line?.["requests_lost"]).toBeGreaterThan(0);
    expect(line?.["requests_lost"]).toBeLessThanOrEqual(lost);
  }, 60_000);
});

/** How many connections to `port` a process has. */
function connectionsOf(pid: number, port: number): number {
  const local = `:${port.toString(16).toUpperCase().padStart(4, "0")} `;
  const ESTABLISHED = "01";
  const inodes = new Set(
    readFileSync("/proc/net/tcp", "utf8")
      .split("\n")
      .map((line) => line.trim().split(/\s+/))
      .filter(([, address = "", , state]) => `${address} `.endsWith(local) && state === ESTABLISHED)
      .map((fields) => fields[9]),
  );
  const sockets = readdirSync(`/proc/${pid}/fd`).map((fd) => /^socket:\[(\d+)\]$/.exec(linkOf(pid, fd))?.[1]);
  return sockets.filter((inode) => inode !== undefined && inodes.has(inode)).length;
}

function linkOf(pid: number, fd: string): string {
  try {
    return readlinkSync(`/proc/${pid}/fd/${fd}`);
  } catch {
    return "";
  }
}

function released(cgroup: CpuCgroup): boolean {
  try {
    cgroup.release();
    return true;
  } catch (error) {
    // Released before, or not empty yet.
    return (error as NodeJS.ErrnoException).code === "ENOENT";
  }
}
