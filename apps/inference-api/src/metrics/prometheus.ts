import { type Aggregator, collectDefaultMetrics, Counter, Gauge, type Metric, Registry } from "prom-client";
import type { Metrics } from "./metrics.ts";
import { RequestHistogram } from "./request-histogram.ts";

/** The metrics of one process, as data that can be added to those of others. */
export type Snapshot = readonly MetricValues[];

/** A metric as prom-client's registry returns it; its declarations have numbers for the types, which are names. */
export interface MetricValues {
  readonly name: string;
  readonly help: string;
  readonly type: "counter" | "gauge" | "histogram" | "summary";
  readonly aggregator: Aggregator;
  readonly values: readonly { readonly value: number; readonly labels: object; readonly metricName?: string }[];
}

export interface PrometheusMetrics extends Metrics {
  snapshot(): Promise<Snapshot>;
}

/**
 * Metrics in a separate registry, scraped at GET /metrics; `held` returns the bytes that the requests in progress hold.
 */
export function prometheusMetrics(held: () => number = () => 0): PrometheusMetrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const seconds = new RequestHistogram();
  registry.registerMetric(seconds as unknown as Metric);
  const predictions = new Map<string, number>();
  void new Counter({
    name: "modelport_predictions_total",
    help: "Predictions answered, by label.",
    labelNames: ["label"] as const,
    registers,
    // At each scrape, for the same reason as the histogram's.
    collect() {
      this.reset();
      for (const [label, count] of predictions) this.inc({ label }, count);
    },
  });
  const rows = new Counter({
    name: "modelport_batch_rows_total",
    help: "Rows of batches, by outcome.",
    labelNames: ["outcome"] as const,
    registers,
  });
  const aborted = new Counter({
    name: "modelport_http_answers_aborted_total",
    help: "Answers that did not reach their client whole, by route and reason; the status that counts them says nothing of it.",
    labelNames: ["route", "reason"] as const,
    registers,
  });
  const start = new Gauge({
    name: "modelport_cold_start_seconds",
    help: "From the start of the process until it could answer: model loaded, verified and warm.",
    registers,
    // Of several processes, the slowest.
    aggregator: "max",
  });
  void new Gauge({
    name: "modelport_request_memory_bytes",
    help: "What the requests under way hold of the memory that is there for them.",
    registers,
    collect() {
      this.set(held());
    },
  });
  return {
    request: (route, status, duration) => seconds.observe(route, status, duration),
    prediction: (label = "none") => void predictions.set(label, (predictions.get(label) ?? 0) + 1),
    batch(scored, failed) {
      rows.inc({ outcome: "scored" }, scored);
      rows.inc({ outcome: "failed" }, failed);
    },
    aborted: (route, reason) => aborted.inc({ route, reason }),
    coldStart: (milliseconds) => start.set(milliseconds / 1000),
    exposition: async () => ({ contentType: registry.contentType, text: await registry.metrics() }),
    snapshot: async () => (await registry.getMetricsAsJSON()) as unknown as Snapshot,
  };
}
