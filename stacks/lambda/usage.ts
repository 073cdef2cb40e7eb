// How much of what AWS bills a month's traffic uses. Units are those of prices.ts.
import { gibPerMonth, HOURS_PER_MONTH, loggedBytes, SECONDS_PER_MONTH, type Workload } from "@modelport/target-kit";
import type { LambdaSettings } from "./settings.ts";

/** The app's line for a request at info or below, measured on the packaged zip; target.test.ts measures it again. */
export const APP_LOG_BYTES = 200;
/** The line from which CloudWatch extracts metrics, measured the same way. */
export const METRIC_LOG_BYTES = 490;
/** Requests, latency, errors, predictions, cold starts and their milliseconds; batches would add two. */
const CUSTOM_METRICS = 6;
/** Lambda's start and report of an invocation as JSON, from the examples of its documentation. */
const PLATFORM_LOG_BYTES = 500;

/** GB-seconds of a month: of requests beyond the provisioned instances, of requests on them, and of the instances themselves. */
export interface ComputeUsage {
  readonly onDemand: number;
  readonly onProvisioned: number;
  readonly provisioned: number;
}

/** Requests find a provisioned instance while the busiest hour needs no more of them; beyond that, only a share does. */
export function computeUsage(workload: Workload, settings: LambdaSettings): ComputeUsage {
  const { memoryMiB, provisionedConcurrency = 0 } = settings;
  const memoryGB = memoryMiB / 1024;
  const seconds = (workload.requestsPerMonth * Math.ceil(workload.durationMs)) / 1000;
  const provisionedSeconds = provisionedConcurrency * SECONDS_PER_MONTH;
  const onProvisioned = Math.min(seconds, provisionedSeconds / workload.peakFactor);
  return {
    onDemand: (seconds - onProvisioned) * memoryGB,
    onProvisioned: onProvisioned * memoryGB,
    provisioned: provisionedSeconds * memoryGB,
  };
}

/** Log lines of a month in GB. */
export function logGB(workload: Workload, { logLevel, platformLogLevel, metrics }: LambdaSettings): number {
  const app = loggedBytes(logLevel, APP_LOG_BYTES);
  const platform = loggedBytes(platformLogLevel, PLATFORM_LOG_BYTES);
  return gibPerMonth(workload, app + platform + (metrics ? METRIC_LOG_BYTES : 0));
}

/** Metrics of a month; a metric counts only for the hours in which a request wrote it. */
export function customMetrics({ requestsPerMonth }: Workload): number {
  return CUSTOM_METRICS * Math.min(1, requestsPerMonth / HOURS_PER_MONTH);
}

/** Millions of traces under Lambda's own sampling: the first request of each second, and 5 % of the others. */
export function millionTraces({ requestsPerMonth }: Workload): number {
  const first = Math.min(requestsPerMonth, SECONDS_PER_MONTH);
  return (first + 0.05 * (requestsPerMonth - first)) / 1e6;
}
