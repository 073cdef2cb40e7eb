import { defineTarget } from "@modelport/target-kit";
import { cost } from "./cost.ts";
import { facts } from "./facts.ts";
import { allowances, prices } from "./prices.ts";
import { rules } from "./rules.ts";
import { settings } from "./settings.ts";

export const newtarget = defineTarget({
  name: "newtarget",
  artifacts: ["oci-image"],
  settings,
  rules,
  facts,
  prices,
  allowances,
  outputs: {},
  cost,
});
