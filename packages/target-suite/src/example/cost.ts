import { type CostInputs, type CostLine, fixedLine, usageLine } from "@modelport/target-kit";
import type { allowances as freeTier, prices as listPrices } from "./prices.ts";
import type { ExampleSettings } from "./settings.ts";

export function cost({
  workload,
  settings,
  prices,
  allowances,
}: CostInputs<ExampleSettings, typeof listPrices, typeof freeTier>): readonly CostLine[] {
  const { requestsPerMonth, durationMs, memoryMiB } = workload;
  return [
    usageLine(prices.requests, requestsPerMonth / 1e6, allowances.requests),
    usageLine(prices.compute, requestsPerMonth * (durationMs / 1000) * (memoryMiB / 1024)),
    ...(settings.package === "image" ? [fixedLine(prices.repository, 1)] : []),
  ];
}
