// How much of what Google bills a month's traffic uses. Units are those of prices.ts; docs/costs/cloudrun.md derives the formula.
import { gibPerMonth, loggedBytes, SECONDS_PER_MONTH, workersFor, type Workload } from "@modelport/target-kit";
import { aliveInstances, KEPT_SECONDS, neededInstances } from "../run-instances.ts";
import type { RunSettings } from "./settings.ts";

/** Billed time is rounded up to this step: https://cloud.google.com/run/pricing. */
export const BILLED_STEP_SECONDS = 0.1;
/** Measured: the image is ready in 0.3 s with one vCPU; others measured 0.2 to 0.5 s for Google's part. Rounded up. */
const START_SECONDS = 1;

/** Google's entry for a request, estimated from its format; it is written whatever the app logs. */
const REQUEST_ENTRY_BYTES = 1000;
/** The app's line and what Google adds to it, estimated the same way. */
const APP_ENTRY_BYTES = 600;

type Serving = Pick<RunSettings, "vcpus" | "concurrency" | "minInstances">;

/** Means over the month; an instance that exists half of the time is 0.5 instances. */
export interface Instances {
  /** Those with a request, including the rounded-up time that is billed for it. */
  readonly working: number;
  /** Those that exist, busy or idle, if none is always kept. */
  readonly alive: number;
  /** Starts from zero in the month. */
  readonly starts: number;
}

/**
 * Requests arrive at random at the workload's mean rate. Its peak factor is left out: it moves instances in time and hardly
 * changes their sum. A request takes its service time on one vCPU, and longer on less than one; each further vCPU
 * serves as many more.
 */
export function instancesFor(workload: Workload, { vcpus, concurrency, minInstances }: Serving): Instances {
  const perSecond = workload.requestsPerMonth / SECONDS_PER_MONTH;
  const seconds = workload.durationMs / 1000 / Math.min(1, vcpus);
  const needed = neededInstances(perSecond, seconds, workersFor(vcpus));
  const each = perSecond / needed;
  return {
    working: needed * workingShare(each, seconds, concurrency),
    alive: aliveInstances(perSecond, seconds, workersFor(vcpus)),
    starts: minInstances > 0 ? 0 : startsFromZero(perSecond),
  };
}

/**
 * The billed share of time of one instance with `perSecond` requests of `seconds`. Overlapping requests share the time: the
 * instance is busy with probability 1 - exp(-rate × seconds). A busy period starts when a request reaches an idle instance.
 * Its length is rounded up to the next 100 ms: exactly for a single request, by at most 100 ms for a longer period.
 */
function workingShare(perSecond: number, seconds: number, concurrency: number): number {
  const billed = Math.ceil(Number((seconds / BILLED_STEP_SECONDS).toFixed(9))) * BILLED_STEP_SECONDS;
  if (concurrency === 1) return Math.min(1, perSecond * billed);
  const none = Math.exp(-perSecond * seconds);
  const roundedUp = none * (billed - seconds) + (1 - none) * BILLED_STEP_SECONDS;
  return Math.min(1, 1 - none + perSecond * none * roundedUp);
}

/** Requests that arrive after the kept time has passed since the previous one; above the rate with the most of them, as many. */
function startsFromZero(perSecond: number): number {
  const rate = Math.min(perSecond, 1 / KEPT_SECONDS);
  return SECONDS_PER_MONTH * rate * Math.exp(-rate * KEPT_SECONDS);
}

/** Instance-seconds a month that are billed because of requests, with request-based billing. */
export function workedSeconds(workload: Workload, settings: Serving): number {
  const { working, starts } = instancesFor(workload, settings);
  return working * SECONDS_PER_MONTH + starts * START_SECONDS;
}

/** Log entries of a month in GiB. */
export function logGiB(workload: Workload, { logLevel }: Pick<RunSettings, "logLevel">): number {
  return gibPerMonth(workload, REQUEST_ENTRY_BYTES + loggedBytes(logLevel, APP_ENTRY_BYTES));
}
