// How much of what Google bills a month's traffic uses. Units are those of prices.ts.
import { nodesFor, podsAtPeak } from "@modelport/kubernetes-workload";
import { atRate, HOURS_PER_MONTH, monthlyMean, type Workload } from "@modelport/target-kit";
import { roomOf, zoneCount } from "./nodes.ts";
import type { GkeSettings } from "./settings.ts";

/** The app's line and what Google adds to it, estimated from its format. */
export const APP_ENTRY_BYTES = 600;

/** Time series that a pod exports, estimated, and how often they are scraped: every 30 s. */
const SERIES_PER_POD = 100;
const SCRAPES_PER_HOUR = 120;

/** Pods that a steady rate of requests needs. */
function podsAt(requestsPerSecond: number, workload: Workload, settings: GkeSettings): number {
  return podsAtPeak(atRate(workload, requestsPerSecond), settings);
}

/** Pod-hours of a month beyond those of the pods that always run: the autoscaler follows the load. */
export function furtherPodHours(workload: Workload, settings: GkeSettings): number {
  const mean = monthlyMean(workload, (rate) => podsAt(rate, workload, settings));
  return Math.max(0, mean - settings.minReplicas) * HOURS_PER_MONTH;
}

/** Nodes that always run: the least of the pool, or what the least pods need if that is more. */
export function leastNodes(settings: GkeSettings): number {
  const pool = settings.minNodesPerZone * zoneCount(settings);
  return Math.max(pool, nodesFor(settings.minReplicas, settings, roomOf(settings.machineType)));
}

/** Node-hours of a month beyond those. */
export function furtherNodeHours(workload: Workload, settings: GkeSettings): number {
  const room = roomOf(settings.machineType);
  const mean = monthlyMean(workload, (rate) =>
    Math.max(leastNodes(settings), nodesFor(podsAt(rate, workload, settings), settings, room)),
  );
  return (mean - leastNodes(settings)) * HOURS_PER_MONTH;
}

/** Samples, in millions, of so many pod-hours. */
export function millionSamples(podHours: number): number {
  return (podHours * SERIES_PER_POD * SCRAPES_PER_HOUR) / 1e6;
}
