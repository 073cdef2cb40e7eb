// One server with everything on, for a long time: its memory after many requests and batches, and its latency and throughput.
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { everythingOn } from "../contestants.ts";
import { CLIENT_CORE, type PinnedServer, startPinned } from "../pinned-process.ts";
import type { BenchmarkRun } from "../result.ts";
import { instances } from "../rows.ts";
import { runWrk } from "../wrk.ts";
import { csvBatch } from "./csv-batch.ts";
import type { OpenLoopPlan, OpenLoopResult } from "./open-loop.ts";

const CONNECTIONS = 64;
const CSV_ROWS = 200_000;
const SECONDS_BETWEEN_COUNTS = 5;

interface Plan {
  readonly script: string;
  readonly rounds: number;
  readonly seconds: number;
  /** How many requests it answers before its memory is measured. */
  readonly requests: number;
}

/** Sends at least `requests`, then runs an open loop at half of their rate, then sends CSV batches. */
export async function endurance(
  plan: Plan,
): Promise<Pick<BenchmarkRun, "residentMb" | "openLoop" | "csvRowsPerSecond">> {
  const { rounds } = plan;
  const server = await startPinned(everythingOn);
  try {
    const idle = server.memory().residentMb;
    const { requests, requestsPerSecond } = await manyRequests(server, plan);
    const afterRequests = server.memory().residentMb;
    const openLoop = await openLoopAt(server, Math.round(requestsPerSecond / 2), plan);
    const csvRowsPerSecond = [];
    for (let round = 0; round < rounds; round++) csvRowsPerSecond.push(await csvBatch(server, CSV_ROWS));
    const { residentMb: afterBatches, peakMb: peak } = server.memory();
    return { residentMb: { idle, requests, afterRequests, afterBatches, peak }, openLoop, csvRowsPerSecond };
  } finally {
    await server.stop();
  }
}

async function manyRequests({ url }: PinnedServer, { script, requests: wanted }: Plan) {
  let requests = 0;
  let requestsPerSecond = 0;
  while (requests < wanted) {
    const part = await runWrk(url, script, CONNECTIONS, SECONDS_BETWEEN_COUNTS);
    requests += part.requests;
    requestsPerSecond = part.requestsPerSecond;
  }
  return { requests, requestsPerSecond };
}

async function openLoopAt({ port }: PinnedServer, requestsPerSecond: number, { rounds, seconds }: Plan) {
  const results: OpenLoopResult[] = [];
  for (let round = 0; round < rounds; round++) {
    results.push(await runOpenLoop({ port, requestsPerSecond, seconds, connections: CONNECTIONS }));
  }
  return {
    requestsPerSecond,
    p50Ms: results.map((one) => one.p50Ms),
    p99Ms: results.map((one) => one.p99Ms),
    late: results.reduce((sum, one) => sum + one.late, 0),
  };
}

/** Runs in its own process, on the client's core. */
async function runOpenLoop(plan: Omit<OpenLoopPlan, "bodies">): Promise<OpenLoopResult> {
  const bodies = instances.slice(0, 100).map((instance) => JSON.stringify(instance));
  const args = [process.execPath, join(import.meta.dirname, "open-loop.ts"), JSON.stringify({ ...plan, bodies })];
  const { stdout } = await promisify(execFile)("taskset", ["-c", CLIENT_CORE, ...args]);
  return JSON.parse(stdout) as OpenLoopResult;
}
