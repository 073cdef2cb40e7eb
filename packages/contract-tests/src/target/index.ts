export type { Check, Finding, TargetSuite } from "./check.ts";
export type { Edit, Mistake } from "./mistake.ts";
