import type { TargetSuite } from "@modelport/target-suite";
import { mistakes } from "./mistakes.ts";

/** What the suite is told of this target: its README says what else it can be told. */
export const suite: TargetSuite = { folder: import.meta.dirname, mistakes };
