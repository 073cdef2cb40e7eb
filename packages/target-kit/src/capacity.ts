// How many instances a load needs, and how many run on average over a month.
import type { Workload } from "./workload.ts";
import { SECONDS_PER_MONTH } from "./month.ts";
import { oncePerObject } from "./once.ts";

/** Requests that arrive at random (a Poisson process), and how long a server works on one. */
export interface Load {
  readonly requestsPerSecond: number;
  /** Mean service time of a request on one server, in seconds; `requestsPerSecond * serviceSeconds` servers are busy on average. */
  readonly serviceSeconds: number;
}

/** What an instance can do, and what is expected of all of them. */
export interface Scaling {
  /** Requests that an instance serves at the same time at full speed: its workers. */
  readonly serversPerInstance: number;
  /** The share of its servers' time that an instance may be busy, above 0 and at most 1: the target of the autoscaler. */
  readonly maxUtilization: number;
  /** What 99 of 100 requests must be answered within, waiting included. Default: only the utilization counts. */
  readonly p99Seconds?: number;
  readonly minInstances: number;
}

/** The share of requests that a p99 leaves out. */
const SLOWEST_SHARE = 0.01;

/**
 * The probability that a request has to wait in an M/M/c queue, in which `erlangs` of the `servers` are busy on average: the
 * Erlang C formula (https://en.wikipedia.org/wiki/Erlang_(unit)#Erlang_C_formula). 1 if the servers cannot keep up.
 *
 * It is derived from Erlang B, whose recursion adds one server at a time and stays between 0 and 1, so that thousands of servers
 * neither overflow nor lose precision.
 */
export function erlangC(servers: number, erlangs: number): number {
  if (erlangs >= servers) return 1;
  let blocked = 1;
  for (let count = 1; count <= servers; count++) blocked = (erlangs * blocked) / (count + erlangs * blocked);
  return blocked / (1 - (erlangs / servers) * (1 - blocked));
}

/**
 * How long 99 of 100 requests wait at most, in seconds, before one of `servers` is free; Infinity if these cannot keep up.
 * In an M/M/c queue a wait exceeds t with probability C exp(-(c - a) t / s), where s is the service time and a the busy servers
 * (https://en.wikipedia.org/wiki/M/M/c_queue). Its service times vary exponentially: those of a model vary less, and waits are then
 * shorter.
 */
export function p99WaitSeconds(servers: number, { requestsPerSecond, serviceSeconds }: Load): number {
  const erlangs = requestsPerSecond * serviceSeconds;
  if (erlangs >= servers) return Infinity;
  const waiting = erlangC(servers, erlangs);
  if (waiting <= SLOWEST_SHARE) return 0;
  return (Math.log(waiting / SLOWEST_SHARE) * serviceSeconds) / (servers - erlangs);
}

/**
 * The whole number of instances that `load` needs: the least that keeps within the utilization and within the p99. A load
 * balancer spreads requests over instances, each of which has a queue of its own, so that each is an M/M/c queue with its share of
 * the requests. A p99 that is not above the service time itself is left out, because no number of instances reaches it.
 */
export function instancesFor(load: Load, scaling: Scaling): number {
  const { serversPerInstance, maxUtilization, p99Seconds, minInstances } = scaling;
  const { requestsPerSecond, serviceSeconds } = load;
  const busy = (requestsPerSecond * serviceSeconds) / serversPerInstance;
  const enough = Math.max(minInstances, wholeFrom(busy / maxUtilization));
  if (busy === 0 || p99Seconds === undefined || p99Seconds <= serviceSeconds) return enough;
  const meetsP99 = (instances: number) => {
    const share = { requestsPerSecond: requestsPerSecond / instances, serviceSeconds };
    return serviceSeconds + p99WaitSeconds(serversPerInstance, share) <= p99Seconds;
  };
  return firstFrom(enough, meetsP99);
}

/** What a platform makes of a workload's requests; how long these may take, the workload says. */
export interface WorkloadScaling extends Omit<Scaling, "p99Seconds"> {
  /** What a request gets of a vCPU, up to 1: less makes it take longer. Default: 1. */
  readonly speed?: number;
}

/** The whole number of instances that the workload needs while `requestsPerSecond` of its requests arrive. */
export function instancesAt(
  requestsPerSecond: number,
  { durationMs, p99Ms }: Workload,
  { speed = 1, ...scaling }: WorkloadScaling,
): number {
  return instancesFor(
    { requestsPerSecond, serviceSeconds: durationMs / 1000 / speed },
    { ...scaling, ...(p99Ms !== undefined && { p99Seconds: p99Ms / 1000 }) },
  );
}

/** The next whole number; one that rounding errors lifted above a whole number is that number. */
const wholeFrom = (value: number): number => Math.ceil(value * (1 - 1e-12));

/** The least whole number from `least` for which `holds`, where it holds for all above it too. */
function firstFrom(least: number, holds: (value: number) => boolean): number {
  if (holds(least)) return least;
  let [fails, succeeds] = [least, least * 2];
  while (!holds(succeeds)) [fails, succeeds] = [succeeds, succeeds * 2];
  while (succeeds - fails > 1) {
    const middle = Math.floor((fails + succeeds) / 2);
    if (holds(middle)) succeeds = middle;
    else fails = middle;
  }
  return succeeds;
}

/** A part of the month with an even rate. */
export interface Period {
  /** Of the month; the shares of all periods add up to 1. */
  readonly share: number;
  readonly requestsPerSecond: number;
}

const BUSIEST_SHARE = 1 / 24;

/**
 * The parts of the month, the busiest first. With `hourlyWeights`, hours of the same weight are one part. Without, there are two: the
 * busiest hour of each day, with `peakFactor` times the mean rate, and the rest, with what is left of the month's requests. A
 * `peakFactor` above 24 puts all requests into a peak that is shorter than an hour.
 */
export function periodsOf({ requestsPerMonth, peakFactor, hourlyWeights }: Workload): readonly [Period, ...Period[]] {
  const mean = requestsPerMonth / SECONDS_PER_MONTH;
  if (hourlyWeights !== undefined) {
    const rated = partsOf(hourlyWeights).map(({ share, factor }) => ({ share, requestsPerSecond: mean * factor }));
    return rated as [Period, ...Period[]];
  }
  const share = Math.min(BUSIEST_SHARE, 1 / peakFactor);
  const rest = Math.max(0, (1 - share * peakFactor) / (1 - share));
  return [
    { share, requestsPerSecond: mean * peakFactor },
    { share: 1 - share, requestsPerSecond: mean * rest },
  ];
}

/** The different weights, the largest first: the share of hours that have it, and how many times the mean it is. */
const partsOf = oncePerObject((weights: readonly number[]) => {
  const mean = weights.reduce((sum, each) => sum + each, 0) / weights.length;
  const different = [...new Set(weights)].toSorted((one, other) => other - one);
  return different.map((weight) => ({
    share: weights.filter((each) => each === weight).length / weights.length,
    factor: weight / mean,
  }));
});

/** The mean over the month of what `at` says for the rate of each period. */
export function monthlyMean(workload: Workload, at: (requestsPerSecond: number) => number): number {
  return periodsOf(workload).reduce((mean, { share, requestsPerSecond }) => mean + share * at(requestsPerSecond), 0);
}

/** The same requests at an even rate. */
export function atRate(given: Workload, requestsPerSecond: number): Workload {
  const { hourlyWeights: _, ...workload } = given;
  return { ...workload, requestsPerMonth: requestsPerSecond * SECONDS_PER_MONTH, peakFactor: 1 };
}
