import { costLine, type CostLine } from "@modelport/target-kit";
import { thisMachine } from "./prices.ts";

/** One line of zero, with the reason: no workload makes this machine cost more. */
export function cost(): readonly CostLine[] {
  return [costLine(thisMachine, 1)];
}
