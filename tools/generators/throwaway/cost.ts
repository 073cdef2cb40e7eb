import { type CostInputs, type CostLine, fixedLine, usageLine } from "@modelport/target-kit";
import type { allowances as freeTier, prices as listPrices } from "./prices.ts";
import type { ThrowawaySettings } from "./settings.ts";

const KEPT_GB = 1;

/** Lines, never totals: what is due without any request, and what grows with requests. */
export function cost({
  workload,
  settings,
  prices,
  allowances,
}: CostInputs<ThrowawaySettings, typeof listPrices, typeof freeTier>): readonly CostLine[] {
  const { requestsPerMonth, durationMs } = workload;
  return [
    fixedLine(prices.logStorage, KEPT_GB),
    usageLine(prices.requests, requestsPerMonth / 1e6, allowances.requests),
    usageLine(prices.compute, requestsPerMonth * (durationMs / 1000) * (settings.memoryMiB / 1024)),
  ];
}
