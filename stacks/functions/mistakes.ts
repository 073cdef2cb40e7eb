// What somebody might do to this target by accident, and the check that finds it.
import type { Mistake } from "@modelport/target-suite";

export const mistakes: readonly Mistake[] = [];
