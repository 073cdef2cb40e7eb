// A process of this machine costs nothing more.
import type { Billing } from "@modelport/target-kit/billing";
import { prices } from "./prices.ts";

export const billing: Billing = {
  "pulumi-nodejs:dynamic/local:Service": () => [{ line: prices.thisMachine.name }],
};
