export type { Check, Finding, TargetSuite } from "./check.ts";
export { differencesBetween } from "./cloud-difference.ts";
export { describeTarget } from "./describe-target.ts";
export type { Edit, Mistake } from "./mistake.ts";
export { leftAfterChange } from "./left-in-cloud.ts";
export { openSubject } from "./subject.ts";
