// The limits that every change must keep.
import { bareHono, everythingOn } from "./contestants.ts";
import type { BenchmarkRun } from "./result.ts";
import { ratios, spreadOf } from "./stats.ts";

interface Floor {
  readonly name: string;
  readonly bound: { readonly atLeast: number } | { readonly atMost: number };
  readonly value: (run: BenchmarkRun) => number;
}

const CONNECTIONS = 64;

const floors: readonly Floor[] = [
  {
    name: `throughput with everything on, relative to bare Hono, ${CONNECTIONS} connections`,
    bound: { atLeast: 0.6 },
    value: ({ throughput }) => {
      const rates = (name: string) =>
        throughput.find((row) => row.connections === CONNECTIONS && row.contestant === name)?.requestsPerSecond ?? [];
      return spreadOf(ratios(rates(everythingOn.name), rates(bareHono.name))).median;
    },
  },
  {
    name: "cold start of the Lambda zip, relative to `node -e 0`",
    bound: { atMost: 4 },
    value: ({ coldStartMs }) => spreadOf(ratios(coldStartMs.zip, coldStartMs.node)).median,
  },
  {
    name: "resident memory after the requests, MB",
    bound: { atMost: 160 },
    value: ({ residentMb }) => residentMb.afterRequests,
  },
];

/** One floor and the result of each run. */
export interface Verdict {
  readonly name: string;
  /** For example "at least 0.6". */
  readonly bound: string;
  readonly values: readonly number[];
  /** True if the value of each run is within the bound. */
  readonly holds: boolean;
}

/** Compares the median of each run's rounds; a value that is not a number misses its floor. */
export function verdicts(runs: readonly BenchmarkRun[]): Verdict[] {
  return floors.map(({ name, bound, value }) => {
    const values = runs.map(value);
    return "atLeast" in bound
      ? { name, bound: `at least ${bound.atLeast}`, values, holds: values.every((one) => one >= bound.atLeast) }
      : { name, bound: `at most ${bound.atMost}`, values, holds: values.every((one) => one <= bound.atMost) };
  });
}
