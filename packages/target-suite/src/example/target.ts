import { defineTarget } from "@modelport/target-kit";
import { cost } from "./cost.ts";
import { facts } from "./facts.ts";
import { allowances, priceBooks, prices } from "./prices.ts";
import { settings } from "./settings.ts";

export const example = defineTarget({
  name: "example",
  artifacts: ["lambda-zip", "oci-image"],
  artifactsFor: (chosen) => [chosen.package === "zip" ? "lambda-zip" : "oci-image"],
  settings,
  facts,
  prices,
  allowances,
  priceBooks,
  outputs: { functionName: "The function's name." },
  cost,
});
