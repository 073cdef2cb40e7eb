// How much the probes of a service add to what Google bills; docs/costs/cloudrun.md derives the formula.
import { BILLED_STEP_SECONDS, instancesFor, workedSeconds as workedForRequests } from "@modelport/google/run";
import { SECONDS_PER_MONTH, type Workload } from "@modelport/target-kit";
import type { CloudRunSettings } from "./settings.ts";

/**
 * How often an instance is probed for liveness. Each probe of an idle instance is billed as the shortest request
 * (https://cloud.google.com/run/docs/configuring/healthchecks, "CPU allocation"): every 10 s would cost three times as much.
 */
export const LIVENESS_PERIOD_SECONDS = 30;

/** Instance-seconds a month that are billed because of requests, with request-based billing. */
export function workedSeconds(workload: Workload, settings: CloudRunSettings): number {
  const { alive } = instancesFor(workload, settings);
  const probed = Math.max(0, alive - settings.minInstances) * probedSeconds(1);
  return workedForRequests(workload, settings) + probed;
}

/** Seconds a month that are billed for the liveness probes of `instances` that are always kept. */
export function probedSeconds(instances: number): number {
  return (instances * SECONDS_PER_MONTH * BILLED_STEP_SECONDS) / LIVENESS_PERIOD_SECONDS;
}
