// What scrapes /metrics of every pod.
import type { WorkloadSettings } from "../settings.ts";
import { PORT_NAME } from "./deployment.ts";
import { metadataOf, selectorOf, type Place } from "./place.ts";

const FORMS = {
  // https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.ServiceMonitor
  "service-monitor": { apiVersion: "monitoring.coreos.com/v1", kind: "ServiceMonitor" },
  // https://cloud.google.com/stackdriver/docs/managed-prometheus/setup-managed
  "pod-monitoring": { apiVersion: "monitoring.googleapis.com/v1", kind: "PodMonitoring" },
} as const;

export function monitoring(place: Place, metrics: Exclude<WorkloadSettings["metrics"], "none">) {
  return {
    ...FORMS[metrics],
    metadata: metadataOf(place),
    spec: {
      selector: { matchLabels: selectorOf(place) },
      endpoints: [{ port: PORT_NAME, path: "/metrics", interval: "30s" }],
    },
  };
}
