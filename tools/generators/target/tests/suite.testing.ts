import path from "node:path";
import type { TargetSuite } from "@modelport/target-suite";
import { billing } from "../billing.ts";
import { mistakes } from "../mistakes.ts";

/** What the suite needs to know of this target; its README lists all options. */
export const suite: TargetSuite = {
  folder: path.dirname(import.meta.dirname),
  values: { corsOrigins: [["https://app.example.com"]], environment: [{ MAX_THREADS: "2" }] },
  billing,
  mistakes,
};
