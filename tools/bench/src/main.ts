// `npm run bench`: measures everything in several runs and writes docs/benchmarks*. Exits with code 1 if a floor is missed.
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { cpus, loadavg, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { readArtifacts } from "@modelport/packaging";
import { barChart } from "./chart.ts";
import { DIST } from "./contestants.ts";
import { verdicts } from "./floors.ts";
import { lackOfThisMachine } from "./machine.ts";
import { type Options, optionsOf } from "./options.ts";
import { benchmarksPage, floorsTable } from "./page.ts";
import { pinThisProcess } from "./pinned-process.ts";
import { pooledConcurrency, pooledThroughput } from "./pooled.ts";
import type { BenchmarkResult, BenchmarkRun } from "./result.ts";
import { measureRun } from "./run.ts";
import { spreadOf } from "./stats.ts";
import { writeWrkScript } from "./wrk.ts";

const DOCS = join(import.meta.dirname, "../../../docs");

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

async function benchmark(options: Options): Promise<BenchmarkResult> {
  const folder = await mkdtemp(join(tmpdir(), "modelport-bench-"));
  const about = {
    date: new Date().toISOString().slice(0, 10),
    machine: {
      cpu: cpus()[0]?.model ?? "unknown CPU",
      cores: cpus().length,
      memoryGb: Math.round(totalmem() / 2 ** 30),
      node: process.versions.node,
      loadAverage: loadavg()[0] ?? Number.NaN,
    },
    rounds: options.rounds,
    secondsPerRound: options.seconds,
    sizes: readArtifacts(DIST).artifacts.map(({ path, bytes, unpackedBytes }) => ({
      artifact: path,
      bytes,
      unpackedBytes,
    })),
  };
  try {
    const script = await writeWrkScript(folder);
    const runs: BenchmarkRun[] = [];
    for (let time = 1; time <= options.times; time++) {
      const run = await measureRun({ ...options, script, say: (line) => say(`${time}/${options.times}: ${line}`) });
      runs.push(run);
      process.stdout.write(`${benchmarksPage({ ...about, runs: [run] })}\n`);
    }
    return { ...about, runs };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function write(result: BenchmarkResult): Promise<void> {
  const { runs } = result;
  const folder = join(DOCS, "benchmarks");
  await mkdir(folder, { recursive: true });
  const at64 = pooledThroughput(runs).filter((row) => row.connections === 64);
  const rates = at64.map((row) => ({ label: row.contestant, value: row.requestsPerSecond.median }));
  const starts = (["node", "zip", "server"] as const).map((key) => ({
    label: { node: "node -e 0", zip: "Lambda zip, first answer", server: "server, ready" }[key],
    value: spreadOf(runs.flatMap((run) => run.coldStartMs[key])).median,
  }));
  const waits = pooledConcurrency(runs).filter((row) => row.cores === 1);
  const p99 = waits.map((row) => ({ label: `${row.connections} at a time`, value: row.p99Ms.median }));
  const perSecond = (value: number) => `${Math.round(value).toLocaleString("en")} /s`;
  const milliseconds = (value: number) => `${value.toFixed(value < 100 ? 1 : 0)} ms`;
  await writeFile(join(folder, `${result.date}.json`), `${JSON.stringify(result)}\n`);
  await writeFile(join(folder, "throughput.svg"), barChart("Requests per second, 64 connections", rates, perSecond));
  await writeFile(join(folder, "cold-start.svg"), barChart("From spawn", starts, milliseconds));
  await writeFile(join(folder, "concurrency.svg"), barChart("p99 on one core", p99, milliseconds));
  await writeFile(join(DOCS, "benchmarks.md"), benchmarksPage(result));
}

const options = optionsOf(process.argv.slice(2));
const lack = lackOfThisMachine();
if (typeof options === "string" || lack !== undefined) {
  say(typeof options === "string" ? options : String(lack));
  process.exit(2);
}
pinThisProcess();
const result = await benchmark(options);
if (!options.dryRun) await write(result);
const found = verdicts(result.runs);
process.stdout.write(`${floorsTable(found)}\n`);
if (found.some((verdict) => !verdict.holds)) process.exitCode = 1;
