import type { Mistake } from "@modelport/target-suite";

/** What somebody might do to this target by accident, with the check that must find it: see the suite's README. */
export const mistakes: readonly Mistake[] = [];
