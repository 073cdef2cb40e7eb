import { collectDefaultMetrics, Counter, type Metric, Registry } from "prom-client";
import type { Metrics } from "./metrics.ts";
import { RequestHistogram } from "./request-histogram.ts";

/** Metrics in a registry of their own, scraped at GET /metrics. */
export function prometheusMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const seconds = new RequestHistogram();
  registry.registerMetric(seconds as unknown as Metric);
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
    request: (route, status, duration) => seconds.observe(route, status, duration),
    prediction: (label = "none") => predictions.inc({ label }),
    batch(scored, failed) {
      rows.inc({ outcome: "scored" }, scored);
      rows.inc({ outcome: "failed" }, failed);
    },
    exposition: async () => ({ contentType: registry.contentType, text: await registry.metrics() }),
  };
}
