import path from "node:path";
import type { TargetSuite } from "@modelport/target-suite";
import { billing } from "../billing.ts";
import { mistakes } from "../mistakes.ts";

export const suite: TargetSuite = {
  folder: path.dirname(import.meta.dirname),
  config: { "aws:region": "us-east-1" },
  values: { corsOrigins: [["https://app.example.com"]], environment: [{ MAX_THREADS: "2" }] },
  billing,
  mistakes,
};
