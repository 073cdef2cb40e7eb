/** The result of one check. */
export interface Finding {
  readonly check: "ready" | "model" | "version" | "artifact" | "prediction" | "refusal";
  readonly outcome: "ok" | "failed" | "skipped";
  readonly sentence: string;
  /** For a check that compares two values. */
  readonly expected?: string;
  readonly found?: string;
}
