import { contestants } from "./contestants.ts";
import type { BenchmarkRun } from "./result.ts";

/** A run in which the server with everything on has `share` of bare Hono's throughput; all other numbers are constant. */
export function runWith(share: number, more: Partial<BenchmarkRun> = {}): BenchmarkRun {
  const throughput = [1, 64].flatMap((connections) =>
    contestants.map(({ name }) => {
      const rate = name === "everything on" ? 40_000 * share : 40_000;
      return {
        connections,
        contestant: name,
        requestsPerSecond: [rate, rate * 2],
        cpuMicroseconds: [20, 22],
        p50Ms: [1, 2],
        p99Ms: [5, 6],
      };
    }),
  );
  const concurrency = [
    [1, 5000],
    [16, 27_500],
    [64, 30_000],
  ].map(([connections = 0, requestsPerSecond = 0]) => ({
    connections,
    requestsPerSecond,
    cores: 1,
    p50Ms: 1,
    p99Ms: 4,
  }));
  return {
    throughput,
    concurrency,
    openLoop: { requestsPerSecond: 12_000, p50Ms: [0.5], p99Ms: [3], late: 0 },
    csvRowsPerSecond: [300_000],
    residentMb: { idle: 100, requests: 1_000_100, afterRequests: 140, afterBatches: 150, peak: 151 },
    rawInference: { single: [60_000], thousand: [1_900_000] },
    coldStartMs: { node: [30, 30, 30], zip: [96, 99, 120], server: [110, 111, 112] },
    ...more,
  };
}
