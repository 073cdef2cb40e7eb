import { defineTarget } from "@modelport/target-kit";
import { cost } from "./cost.ts";
import { facts } from "./facts.ts";
import { allowances, prices } from "./prices.ts";
import { settings } from "./settings.ts";

export const throwaway = defineTarget({
  name: "throwaway",
  artifacts: ["lambda-zip"],
  settings,
  facts,
  prices,
  allowances,
  outputs: { functionName: "The function's name, for `aws lambda` commands." },
  cost,
});
