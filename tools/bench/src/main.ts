// `npm run bench`: everything in turns, so that what slows the machine slows all; writes docs/benchmarks*.
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { cpus, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { readArtifacts } from "@modelport/packaging";
import { contestants, DIST } from "./contestants.ts";
import { coldStarts, csvBatch, openLoop, rawInference } from "./measures.ts";
import { startPinned } from "./pinned-process.ts";
import { barChart, type BenchmarkResult, benchmarksPage } from "./report.ts";
import { ratioOf, spreadOf } from "./stats.ts";
import { runWrk, type Throughput, writeWrkScript } from "./wrk.ts";

const DOCS = join(import.meta.dirname, "../../../docs");
const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "5" },
    seconds: { type: "string", default: "4" },
    "dry-run": { type: "boolean", default: false },
  },
});
const rounds = positive("rounds", values.rounds);
const seconds = positive("seconds", values.seconds);
const CONNECTIONS = [1, 16, 64] as const;
const REQUESTS = 1_000_000;

function positive(flag: string, value: string): number {
  const number = Number(value);
  if (Number.isInteger(number) && number > 0) return number;
  process.stderr.write(`--${flag} is "${value}", but must be a positive integer.\n`);
  return process.exit(2);
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

async function throughput(script: string): Promise<Map<string, Throughput[]>> {
  const results = new Map<string, Throughput[]>();
  for (let round = 0; round < rounds; round++) {
    say(`throughput, round ${round + 1} of ${rounds}`);
    for (const contestant of contestants) {
      const server = await startPinned(contestant.script, contestant.environment);
      await runWrk(server.url, script, 16, 1);
      for (const connections of CONNECTIONS) {
        const key = `${connections} ${contestant.name}`;
        results.set(key, [...(results.get(key) ?? []), await runWrk(server.url, script, connections, seconds)]);
      }
      await server.stop();
    }
  }
  return results;
}

function throughputRows(results: Map<string, Throughput[]>): BenchmarkResult["throughput"] {
  const of = (connections: number, name: string) => results.get(`${connections} ${name}`) ?? [];
  const rates = (list: readonly Throughput[]) => list.map((one) => one.requestsPerSecond);
  return CONNECTIONS.flatMap((connections) =>
    contestants.map(({ name }) => ({
      connections,
      contestant: name,
      requestsPerSecond: spreadOf(rates(of(connections, name))),
      toBareHono: ratioOf(rates(of(connections, name)), rates(of(connections, "bare Hono"))),
      p50Ms: spreadOf(of(connections, name).map((one) => one.p50Ms)),
    })),
  );
}

async function oneServer(script: string, capacity: number) {
  const [first] = contestants;
  if (!first) throw new Error("no contestant");
  const server = await startPinned(first.script, first.environment);
  const idle = await server.residentMb();
  say("open loop at half of capacity");
  const requestsPerSecond = Math.round(capacity / 2);
  const runs = [];
  for (let round = 0; round < rounds; round++) {
    runs.push(await openLoop({ port: server.port, requestsPerSecond, seconds, connections: 64 }));
  }
  say("CSV batches");
  const csv = [];
  for (let round = 0; round < rounds; round++) csv.push(await csvBatch(server, 200_000));
  say(`resident memory after ${REQUESTS} requests`);
  let requests = 0;
  while (requests < REQUESTS) requests += (await runWrk(server.url, script, 64, 10)).requestsPerSecond * 10;
  const afterRequests = await server.residentMb();
  await server.stop();
  return {
    openLoop: {
      requestsPerSecond,
      p50Ms: spreadOf(runs.map((one) => one.p50Ms)),
      p99Ms: spreadOf(runs.map((one) => one.p99Ms)),
      late: runs.reduce((sum, one) => sum + one.late, 0),
    },
    csvRowsPerSecond: spreadOf(csv),
    residentMb: { idle, afterRequests, requests: Math.round(requests) },
  };
}

async function measure(folder: string): Promise<BenchmarkResult> {
  const script = await writeWrkScript(folder);
  const rows = throughputRows(await throughput(script));
  const capacity = rows.find((row) => row.connections === 64 && row.contestant === contestants[0]?.name);
  const served = await oneServer(script, capacity?.requestsPerSecond.median ?? 1000);
  say("session.run without HTTP");
  const raw = [];
  for (let round = 0; round < rounds; round++) raw.push(await rawInference());
  say("cold starts");
  const cold = await coldStarts(rounds * 3);
  const column = (name: "node" | "zip" | "server") => cold.map((one) => one[name]);
  return {
    date: new Date().toISOString().slice(0, 10),
    machine: {
      cpu: cpus()[0]?.model ?? "unknown CPU",
      cores: cpus().length,
      memoryGb: Math.round(totalmem() / 2 ** 30),
      node: process.versions.node,
    },
    rounds,
    secondsPerRun: seconds,
    throughput: rows,
    ...served,
    rawInference: {
      single: spreadOf(raw.map((one) => one.single)),
      thousand: spreadOf(raw.map((one) => one.thousand)),
    },
    coldStartMs: {
      node: spreadOf(column("node")),
      zip: spreadOf(column("zip")),
      server: spreadOf(column("server")),
      zipToNode: ratioOf(column("zip"), column("node")),
      serverToNode: ratioOf(column("server"), column("node")),
    },
    sizes: readArtifacts(DIST).artifacts.map(({ path, bytes, unpackedBytes }) => ({
      artifact: path,
      bytes,
      unpackedBytes,
    })),
  };
}

async function write(result: BenchmarkResult): Promise<void> {
  await mkdir(join(DOCS, "benchmarks"), { recursive: true });
  const at64 = result.throughput.filter((row) => row.connections === 64);
  const bars = at64.map((row) => ({ label: row.contestant, value: row.requestsPerSecond.median }));
  const starts = [
    { label: "node -e 0", value: result.coldStartMs.node.median },
    { label: "Lambda zip, first answer", value: result.coldStartMs.zip.median },
    { label: "server, ready", value: result.coldStartMs.server.median },
  ];
  await writeFile(join(DOCS, "benchmarks", `${result.date}.json`), `${JSON.stringify(result, null, 2)}\n`);
  await writeFile(join(DOCS, "benchmarks/throughput.svg"), barChart("Requests per second, 64 connections", bars, "/s"));
  await writeFile(join(DOCS, "benchmarks/cold-start.svg"), barChart("From spawn", starts, "ms"));
  await writeFile(join(DOCS, "benchmarks.md"), benchmarksPage(result));
}

const folder = await mkdtemp(join(tmpdir(), "modelport-bench-"));
try {
  const result = await measure(folder);
  if (!values["dry-run"]) await write(result);
  process.stdout.write(benchmarksPage(result));
} finally {
  await rm(folder, { recursive: true, force: true });
}
