import { collectDefaultMetrics, Counter, Histogram, Registry } from "prom-client";
import type { Metrics } from "./metrics.ts";

/** Buckets in seconds: a prediction takes well under a millisecond, a slow network much longer. */
const BUCKETS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

/** Metrics in a registry of their own, scraped at GET /metrics. */
export function prometheusMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const seconds = new Histogram({
    name: "modelport_http_request_duration_seconds",
    help: "How long requests took, by route and status.",
    labelNames: ["route", "status"] as const,
    buckets: BUCKETS,
    registers,
  });
  const predictions = new Counter({
    name: "modelport_predictions_total",
    help: "Predictions answered, by label.",
    labelNames: ["label"] as const,
    registers,
  });
  const rows = new Counter({
    name: "modelport_batch_rows_total",
    help: "Rows of batches, by outcome.",
    labelNames: ["outcome"] as const,
    registers,
  });
  return {
    request: (route, status, duration) => seconds.observe({ route, status }, duration),
    prediction: (label = "none") => predictions.inc({ label }),
    batch(scored, failed) {
      rows.inc({ outcome: "scored" }, scored);
      rows.inc({ outcome: "failed" }, failed);
    },
    exposition: async () => ({ contentType: registry.contentType, text: await registry.metrics() }),
  };
}
