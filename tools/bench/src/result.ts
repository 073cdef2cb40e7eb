// What `npm run bench` measures: one file of docs/benchmarks/. Arrays have one number per round, in order.

/** One contestant at one number of connections. */
export interface ThroughputRow {
  readonly connections: number;
  readonly contestant: string;
  readonly requestsPerSecond: readonly number[];
  /** CPU time of the server's process per request, without that of other programs on the machine. */
  readonly cpuMicroseconds: readonly number[];
  readonly p50Ms: readonly number[];
  readonly p99Ms: readonly number[];
}

/** The server with everything on, at this concurrency. */
export interface ConcurrencyRow {
  /** CPU of the server: one core, or a share of one, as a container's limit sets it. */
  readonly cores: number;
  readonly connections: number;
  readonly requestsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** All measurements once, with processes that no other run uses. */
export interface BenchmarkRun {
  readonly throughput: readonly ThroughputRow[];
  readonly concurrency: readonly ConcurrencyRow[];
  readonly openLoop: {
    readonly requestsPerSecond: number;
    readonly p50Ms: readonly number[];
    readonly p99Ms: readonly number[];
    /** Requests that were not answered when their round ended. */
    readonly late: number;
  };
  readonly csvRowsPerSecond: readonly number[];
  /** Megabytes of 10^6 bytes, measured on one server in this order. */
  readonly residentMb: {
    readonly idle: number;
    readonly requests: number;
    readonly afterRequests: number;
    readonly afterBatches: number;
    readonly peak: number;
  };
  /** Rows per second without HTTP, one at a time and 1,000 at a time. */
  readonly rawInference: { readonly single: readonly number[]; readonly thousand: readonly number[] };
  readonly coldStartMs: {
    readonly node: readonly number[];
    readonly zip: readonly number[];
    readonly server: readonly number[];
  };
}

export interface BenchmarkResult {
  readonly date: string;
  readonly machine: {
    readonly cpu: string;
    readonly cores: number;
    readonly memoryGb: number;
    readonly node: string;
    /** Load average of the minute before the start; shows whether other programs were running. */
    readonly loadAverage: number;
  };
  readonly rounds: number;
  readonly secondsPerRound: number;
  readonly runs: readonly BenchmarkRun[];
  readonly sizes: readonly { readonly artifact: string; readonly bytes: number; readonly unpackedBytes: number }[];
}
