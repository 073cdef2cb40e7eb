import type { TargetSuite } from "@modelport/target-suite";
import { mistakes } from "./mistakes.ts";

export const suite: TargetSuite = {
  folder: import.meta.dirname,
  config: { "aws:region": "us-east-1" },
  values: { corsOrigins: [["https://app.example.com"]], environment: [{ MAX_THREADS: "2" }] },
  mistakes,
};
