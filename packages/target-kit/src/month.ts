// The month of an estimate, and what a workload sends and logs in it.
import type { AppSettings } from "./app-settings.ts";
import type { Workload } from "./workload.ts";

export const HOURS_PER_MONTH = 730;
export const SECONDS_PER_MONTH = HOURS_PER_MONTH * 3600;
export const DAYS_PER_MONTH = HOURS_PER_MONTH / 24;

/** As clouds count memory, logs and traffic; some call it a GB. */
const GIB = 2 ** 30;

/** GiB of a month in which each request writes or sends `bytes`. */
export function gibPerMonth({ requestsPerMonth }: Pick<Workload, "requestsPerMonth">, bytes: number): number {
  return (requestsPerMonth * bytes) / GIB;
}

const LEVELS_WITH_A_LINE_PER_REQUEST: ReadonlySet<string> = new Set(["trace", "debug", "info"]);

/** The bytes that a request logs at `level`, where its line has `lineBytes`. */
export function loggedBytes(level: AppSettings["logLevel"], lineBytes: number): number {
  return LEVELS_WITH_A_LINE_PER_REQUEST.has(level) ? lineBytes : 0;
}
