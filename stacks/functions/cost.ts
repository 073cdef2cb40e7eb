import { requestLines, runLines, workedSeconds } from "@modelport/google/run";
import { type CostInputs, type CostLine, fixedLine } from "@modelport/target-kit";
import type { allowances as freeTier, prices as listPrices } from "./prices.ts";
import type { FunctionsSettings } from "./settings.ts";
import { BUILD_MINUTES_PER_MONTH, imagesGB, sourcesGB } from "./usage.ts";

type Inputs = CostInputs<FunctionsSettings, typeof listPrices, typeof freeTier>;

/** The month's lines: those of Cloud Run, the builds and the sources. A function has no probes. */
export function cost(inputs: Inputs): readonly CostLine[] {
  const { workload, settings, prices, allowances } = inputs;
  return [
    ...requestLines(inputs, workedSeconds(workload, settings)),
    ...runLines(inputs, imagesGB(settings)),
    fixedLine(prices.builds, Math.max(0, BUILD_MINUTES_PER_MONTH - allowances.builds.quantity)),
    fixedLine(prices.sources, Math.max(0, sourcesGB(settings) - allowances.sources.quantity)),
  ];
}
