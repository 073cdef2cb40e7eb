import type { Mistake } from "@modelport/target-suite";

/** Accidents that only this target can have, each with the check that must find it: see the suite's README. */
export const mistakes: readonly Mistake[] = [];
