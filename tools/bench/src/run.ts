import { coldStarts } from "./measures/cold-starts.ts";
import { concurrency } from "./measures/concurrency.ts";
import { endurance } from "./measures/endurance.ts";
import { rawInference } from "./measures/raw-inference.ts";
import { throughput } from "./measures/throughput.ts";
import type { BenchmarkRun } from "./result.ts";

export interface Plan {
  readonly rounds: number;
  readonly seconds: number;
  /** How many requests the server answers before its memory is measured. */
  readonly requests: number;
  /** wrk's script. */
  readonly script: string;
  readonly say: (line: string) => void;
}

/** Makes all measurements once. */
export async function measureRun({ rounds, seconds, requests, script, say }: Plan): Promise<BenchmarkRun> {
  say("throughput");
  const rows = await throughput(script, rounds, seconds);
  say("requests at a time");
  const byConcurrency = await concurrency(script, seconds, say);
  say(`${requests} requests to one server, an open loop and batches`);
  const endured = await endurance({ script, rounds, seconds, requests });
  say("session.run without HTTP");
  const raw = await rawInference(rounds);
  say("cold starts");
  // Cold starts are quick to measure and vary the most, so each round has three.
  const coldStartMs = await coldStarts(rounds * 3);
  return { throughput: rows, concurrency: byConcurrency, ...endured, rawInference: raw, coldStartMs };
}
