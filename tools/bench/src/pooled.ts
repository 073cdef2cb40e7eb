// Combines the rounds of all runs for the page.
import { bareHono } from "./contestants.ts";
import type { BenchmarkRun, ConcurrencyRow, ThroughputRow } from "./result.ts";
import { ratios, type Spread, spreadOf } from "./stats.ts";

interface PooledThroughput {
  readonly connections: number;
  readonly contestant: string;
  readonly requestsPerSecond: Spread;
  readonly toBareHono: Spread;
  readonly cpuMicroseconds: Spread;
  readonly p50Ms: Spread;
  readonly p99Ms: Spread;
}

export function pooledThroughput(runs: readonly BenchmarkRun[]): PooledThroughput[] {
  const rows = runs.flatMap((run) => run.throughput);
  const numbers = ({ connections, contestant }: Pick<ThroughputRow, "connections" | "contestant">, key: Measured) =>
    rows.filter((row) => row.connections === connections && row.contestant === contestant).flatMap((row) => row[key]);
  return (runs[0]?.throughput ?? []).map((row) => {
    const { connections, contestant } = row;
    const bare = numbers({ connections, contestant: bareHono.name }, "requestsPerSecond");
    return {
      connections,
      contestant,
      requestsPerSecond: spreadOf(numbers(row, "requestsPerSecond")),
      toBareHono: spreadOf(ratios(numbers(row, "requestsPerSecond"), bare)),
      cpuMicroseconds: spreadOf(numbers(row, "cpuMicroseconds")),
      p50Ms: spreadOf(numbers(row, "p50Ms")),
      p99Ms: spreadOf(numbers(row, "p99Ms")),
    };
  });
}

type Measured = "requestsPerSecond" | "cpuMicroseconds" | "p50Ms" | "p99Ms";

interface PooledConcurrency {
  readonly cores: number;
  readonly connections: number;
  readonly requestsPerSecond: Spread;
  readonly p50Ms: Spread;
  readonly p99Ms: Spread;
}

export function pooledConcurrency(runs: readonly BenchmarkRun[]): PooledConcurrency[] {
  const rows = runs.flatMap((run) => run.concurrency);
  return (runs[0]?.concurrency ?? []).map(({ cores, connections }) => {
    const same = rows.filter((row) => row.cores === cores && row.connections === connections);
    const numbers = (key: keyof ConcurrencyRow) => spreadOf(same.map((row) => row[key]));
    return {
      cores,
      connections,
      requestsPerSecond: numbers("requestsPerSecond"),
      p50Ms: numbers("p50Ms"),
      p99Ms: numbers("p99Ms"),
    };
  });
}

/** The lowest concurrency at which one core reaches `share` of its highest throughput. */
export function enoughConcurrency(rows: readonly PooledConcurrency[], share: number): PooledConcurrency | undefined {
  const whole = rows.filter((row) => row.cores === 1);
  const most = Math.max(...whole.map((row) => row.requestsPerSecond.median));
  return whole.find((row) => row.requestsPerSecond.median >= share * most);
}
