// What a live run of a stack costs, by the target's own cost function.
import { HOURS_PER_MONTH, isTotalKnown, resolveTarget, settingsOf } from "@modelport/target-kit";
import * as registry from "@modelport/stacks/registry";

// More than a run needs, so that the bill is below the estimate.
const REQUESTS = 1000;
const HOURS = 1;
const workload = {
  requestsPerMonth: REQUESTS,
  durationMs: 200,
  memoryMiB: 1024,
  requestBytes: 1000,
  responseBytes: 1000,
  peakFactor: 1,
};

/**
 * The estimate at the list prices of the stack's region. `otherRegion` is the region whose prices apply because there are none
 * for the stack's own; `unknown` names the lines whose price nobody knows, which the sums leave out.
 * @param {Record<string, string>} configuration of the stack, by key (`aws:region`)
 */
export function runEstimate(stack, configuration) {
  const { target } = resolveTarget(stack, registry);
  const [, region] = Object.entries(configuration).find(([key]) => key.endsWith(":region")) ?? [];
  const regions = Object.keys(target.pricesByRegion);
  const listed = regions.includes(region) ? { region } : {};
  const lines = target.cost(workload, settingsOf(configuration), listed);
  const sum = (recurrence) =>
    lines.filter((line) => line.recurrence === recurrence).reduce((total, { usdPerMonth }) => total + usdPerMonth, 0);
  const fixedUsdPerMonth = sum("fixed");
  const usdPerRun = sum("usage") + (fixedUsdPerMonth * HOURS) / HOURS_PER_MONTH;
  const otherRegion = region === undefined || listed.region !== undefined ? {} : { otherRegion: regions[0] };
  const unknown = lines.filter((line) => !isTotalKnown([line])).map(({ name }) => name);
  return { usdPerRun, fixedUsdPerMonth, requests: REQUESTS, hours: HOURS, unknown, ...otherRegion };
}
