import {
  type Allowances,
  type CostInputs,
  type CostLine,
  fixedLine,
  HOURS_PER_MONTH,
  usageLine,
} from "@modelport/target-kit";
import type { prices as listPrices } from "./prices.ts";
import type { NewtargetSettings } from "./settings.ts";

/** Lines, never totals: what is billed without requests, and what grows with them. */
export function cost({
  workload,
  prices,
}: CostInputs<NewtargetSettings, typeof listPrices, Allowances>): readonly CostLine[] {
  return [fixedLine(prices.instances, HOURS_PER_MONTH), usageLine(prices.requests, workload.requestsPerMonth / 1e6)];
}
