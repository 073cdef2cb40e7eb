/** Why an answer did not reach its client completely, after its status was sent or after the client disconnected. */
export type AbortReason = "client_left" | "request_failed" | "answer_not_read" | "internal_error";

/** Where the app reports what it did; each entry point brings the exporter that fits its platform. */
export interface Metrics {
  /** One answered request: the route's pattern (never the raw path), the status and the duration. */
  request(route: string, status: number, seconds: number): void;
  /** One prediction that was answered, by its label (undefined: a regression). */
  prediction(label: string | undefined): void;
  /** One batch, at its end: how many rows were scored, and how many failed. */
  batch(scored: number, failed: number): void;
  /** One answer that did not reach its client completely; `request` has already counted its status. */
  aborted(route: string, reason: AbortReason): void;
  /** Once per instance that a request may have waited for: milliseconds from process start until ready. */
  coldStart?(milliseconds: number): void;
  /** The text of GET /metrics; undefined if this entry point has no such route. */
  exposition?(): Promise<{ contentType: string; text: string }>;
}

/** For platforms that cannot be scraped. */
export const noMetrics: Metrics = { request() {}, prediction() {}, batch() {}, aborted() {} };
