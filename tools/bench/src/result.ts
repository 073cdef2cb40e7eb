// What `npm run bench` measures: one file of docs/benchmarks/. Arrays hold one number for each round, in the rounds' order.

/** One contestant at one number of connections. */
export interface ThroughputRow {
  readonly connections: number;
  readonly contestant: string;
  readonly requestsPerSecond: readonly number[];
  /** CPU time of the server's process for one request: what other programs on the machine take is not in it. */
  readonly cpuMicroseconds: readonly number[];
  readonly p50Ms: readonly number[];
  readonly p99Ms: readonly number[];
}

/** Everything on, with so many requests at the same time. */
export interface ConcurrencyRow {
  /** CPU of the server: one core, or a share of it as a container's limit gives it. */
  readonly cores: number;
  readonly connections: number;
  readonly requestsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** Everything once; independent of any other run, processes too. */
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
  /** Megabytes of 10^6 bytes, of one server in this order. */
  readonly residentMb: {
    readonly idle: number;
    readonly requests: number;
    readonly afterRequests: number;
    readonly afterBatches: number;
    readonly peak: number;
  };
  /** Rows a second without HTTP, one at a time and 1,000 at a time. */
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
    /** Of the minute before it began: what else ran. */
    readonly loadAverage: number;
  };
  readonly rounds: number;
  readonly secondsPerRound: number;
  readonly runs: readonly BenchmarkRun[];
  readonly sizes: readonly { readonly artifact: string; readonly bytes: number; readonly unpackedBytes: number }[];
}
