import { Failure } from "../exit.ts";

/** The result of one check. */
export interface Finding {
  readonly check: "ready" | "model" | "version" | "artifact" | "prediction" | "refusal" | "rollout" | "http";
  readonly outcome: "ok" | "failed" | "skipped";
  readonly sentence: string;
  /** Further sentences, one a line. */
  readonly details?: readonly string[];
  /** For a check that compares two values. */
  readonly expected?: string;
  readonly found?: string;
}

/** An error outside fails the check that met it. */
export async function failing(check: Finding["check"], examineIt: () => Promise<Finding>): Promise<Finding> {
  try {
    return await examineIt();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { check, outcome: "failed", sentence: error.message };
  }
}
