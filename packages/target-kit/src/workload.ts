/** What the model has to serve in a month, as far as a platform's cost and verdict depend on it. */
export interface Workload {
  readonly requestsPerMonth: number;
  /** Service time of one request on one vCPU. */
  readonly durationMs: number;
  /** Memory that one instance of the service needs. */
  readonly memoryMiB: number;
  readonly requestBytes: number;
  readonly responseBytes: number;
  /** Traffic of the busiest hour divided by that of the average hour; 1 is even traffic. */
  readonly peakFactor: number;
  /**
   * The requests of each hour of a day or a week, 24 or 168 numbers in any unit, of which `peakFactor` is the largest divided by
   * the mean. Default: only the busiest hour of each day differs from the others.
   */
  readonly hourlyWeights?: readonly number[];
  /** What 99 of 100 requests must be answered within, in the busiest hour too. Default: the platform's scaling decides. */
  readonly p99Ms?: number;
}
