// The packaged server with the limits of an instance, and what it needs for a request.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { Agent, request } from "node:http";
import { join } from "node:path";
import { type ContainerSize, freePort, makeContainerCgroup } from "@modelport/local-runtime/limited";
import { Failure } from "../exit.ts";

/** What was measured of one size. */
export interface Measured {
  /** From the start of the process to the first 200 of GET /ready. */
  readonly readyMs: number;
  /** CPU time of all threads for a request, with one request at a time: the median of the rounds. */
  readonly cpuMsPerRequest: number;
  /** Resident at its peak, pages of files included. */
  readonly peakMiB: number;
  readonly requests: number;
}

/** Until then the compiler takes more CPU time than the requests. */
const WARM_UP_REQUESTS = 2000;
const ROUNDS = 5;
const REQUESTS_OF_A_ROUND = 200;
/** For models that take long: a round has at least one request. */
const MOST_MS = 3_000;
const READY_TIMEOUT_MS = 60_000;

/** Joins the cgroups whose files come before `--`, and becomes the program after it. */
const JOIN = 'while [ "$1" != -- ]; do echo $$ > "$1" || exit 1; shift; done; shift; exec "$@"';

/**
 * Without `size` the server may use all of the machine. Linux only. @throws {Failure} if it does not start, or answers anything
 * but 200
 */
export async function measureServer(
  folder: string,
  body: string,
  size: ContainerSize | undefined,
  interrupted: AbortSignal,
): Promise<Measured> {
  const cgroup = size && makeContainerCgroup(size);
  try {
    const port = await freePort();
    const began = performance.now();
    const args = ["-c", JOIN, "sh", ...(cgroup?.processes ?? []), "--", process.execPath, "server.mjs"];
    const env = { PORT: String(port), HOST: "127.0.0.1", DRAIN_DELAY_MS: "0" };
    const child = spawn("/bin/sh", args, { cwd: folder, env, stdio: "ignore" });
    const ended = once(child, "exit");
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    try {
      const { pid = -1 } = child;
      const send = (path: string, content?: string) => statusOf(port, path, content, agent, interrupted);
      while ((await send("/ready").catch(() => 0)) !== 200) {
        interrupted.throwIfAborted();
        const end = child.exitCode ?? child.signalCode;
        if (end !== null) throw new Failure(`The packaged server ended before it was ready (${end}).`);
        if (performance.now() - began > READY_TIMEOUT_MS)
          throw new Failure("The packaged server was not ready after a minute.");
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
      const readyMs = performance.now() - began;
      await sendMany(send, body, WARM_UP_REQUESTS);
      const rounds: number[] = [];
      let requests = 0;
      while (rounds.length < ROUNDS) {
        const before = cpuMs(pid);
        const sent = await sendMany(send, body, REQUESTS_OF_A_ROUND);
        rounds.push((cpuMs(pid) - before) / sent);
        requests += sent;
      }
      const cpuMsPerRequest = rounds.toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? 0;
      return { readyMs, cpuMsPerRequest, peakMiB: peakMiB(pid), requests };
    } finally {
      agent.destroy();
      child.kill("SIGKILL");
      await ended;
    }
  } finally {
    cgroup?.release();
  }
}

/** Sends up to `most` requests, for at most MOST_MS, and returns how many. */
async function sendMany(
  send: (path: string, body: string) => Promise<number>,
  body: string,
  most: number,
): Promise<number> {
  const end = performance.now() + MOST_MS;
  let sent = 0;
  while (sent < most && (sent === 0 || performance.now() < end)) {
    const status = await send("/api/v1/predict", body);
    if (status !== 200) throw new Failure(`The packaged server answered the model's own example with ${status}.`);
    sent += 1;
  }
  return sent;
}

function statusOf(
  port: number,
  path: string,
  body: string | undefined,
  agent: Agent,
  signal: AbortSignal,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const method = body === undefined ? "GET" : "POST";
    const headers = { "content-type": "application/json" };
    const outgoing = request({ host: "127.0.0.1", port, path, method, headers, agent, signal }, (response) => {
      response
        .resume()
        .on("end", () => resolve(response.statusCode ?? 0))
        .on("error", reject);
    });
    outgoing.on("error", reject).end(body);
  });
}

/** The first number of a thread's schedstat is its time on a CPU, in nanoseconds. */
function cpuMs(pid: number): number {
  const nanoseconds = readdirSync(`/proc/${pid}/task`).map((thread) =>
    Number(readFileSync(join(`/proc/${pid}/task`, thread, "schedstat"), "utf8").split(" ")[0]),
  );
  return nanoseconds.reduce((sum, each) => sum + each, 0) / 1e6;
}

function peakMiB(pid: number): number {
  const kibibytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return Number(kibibytes) / 1024;
}
