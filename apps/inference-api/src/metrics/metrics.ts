/** Why an answer did not reach its client whole, after its status was sent or when nobody waited for it any more. */
export type AbortReason = "client_left" | "request_failed" | "answer_not_read" | "internal_error";

/** Where the app reports what it did; each entry brings the exporter that fits its platform. */
export interface Metrics {
  /** One answered request: the route's pattern (never the raw path), the status and how long it took. */
  request(route: string, status: number, seconds: number): void;
  /** One prediction that was answered, by its label (undefined: a regression). */
  prediction(label: string | undefined): void;
  /** One batch, at its end: how many rows were scored, and how many were refused. */
  batch(scored: number, failed: number): void;
  /** One answer that did not reach its client whole; `request` has counted its status already. */
  aborted(route: string, reason: AbortReason): void;
  /** Once an instance that a request may have waited for: milliseconds from its process's start until it could answer. */
  coldStart?(milliseconds: number): void;
  /** The text that GET /metrics answers; undefined where this door has no such route. */
  exposition?(): Promise<{ contentType: string; text: string }>;
}

/** For platforms that nobody scrapes. */
export const noMetrics: Metrics = { request() {}, prediction() {}, batch() {}, aborted() {} };
