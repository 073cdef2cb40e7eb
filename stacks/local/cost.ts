import { type Allowances, type CostInputs, type CostLine, fixedLine } from "@modelport/target-kit";
import type { prices as listPrices } from "./prices.ts";
import type { LocalSettings } from "./settings.ts";

/** One line of zero, with the reason: no workload makes this machine cost more. */
export function cost({ prices }: CostInputs<LocalSettings, typeof listPrices, Allowances>): readonly CostLine[] {
  return [fixedLine(prices.thisMachine, 1)];
}
