// session.run through our predictor, without HTTP: the cost of the model itself.
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { hostPlatform } from "@modelport/packaging";
import { loadModelDirectory, loadPredictor } from "@modelport/predictor";
import { DIST } from "../contestants.ts";
import { SERVER_CORE } from "../pinned-process.ts";
import type { BenchmarkRun } from "../result.ts";
import { instances } from "../rows.ts";

const ROWS = 1000;

/** Rows per second, one at a time and 1,000 at a time, with one process per round on the server's core. */
export async function rawInference(rounds: number): Promise<BenchmarkRun["rawInference"]> {
  const results: Rates[] = [];
  for (let round = 0; round < rounds; round++) {
    const { stdout } = await promisify(execFile)("taskset", [
      "-c",
      SERVER_CORE,
      process.execPath,
      import.meta.filename,
    ]);
    results.push(JSON.parse(stdout) as Rates);
  }
  return { single: results.map((one) => one.single), thousand: results.map((one) => one.thousand) };
}

interface Rates {
  readonly single: number;
  readonly thousand: number;
}

async function measure(): Promise<Rates> {
  const directory = await loadModelDirectory(join(DIST, `server-${hostPlatform()}`, "model"));
  const predictor = await loadPredictor(directory);
  const { columns } = predictor;
  const rows = new Float32Array(ROWS * columns);
  for (let i = 0; i < ROWS; i++) directory.encoder.encode(instances[i % instances.length], rows, i * columns);
  const time = async (count: number, repeat: number) => {
    const began = performance.now();
    // A different row each time, as in all measurements.
    for (let i = 0; i < repeat; i++) {
      const from = (i * count) % ROWS;
      await predictor.predict(rows.subarray(from * columns, (from + count) * columns), false);
    }
    return (count * repeat) / ((performance.now() - began) / 1000);
  };
  await time(1, 2000);
  return { single: await time(1, 20_000), thousand: await time(ROWS, 200) };
}

if (import.meta.main) process.stdout.write(JSON.stringify(await measure()));
