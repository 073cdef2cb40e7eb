// What GKE needs of the workload's objects.
import type { WorkloadObjects } from "@modelport/kubernetes-workload/objects";
import { withStorage } from "../autopilot.ts";
import type { GkeSettings } from "../settings.ts";

/**
 * A load balancer with a backend service and health checks, instead of the older target pools; only when it is created
 * (https://cloud.google.com/kubernetes-engine/docs/how-to/backend-service-based-external-load-balancer).
 */
export function serviceOf({ public: isPublic, host }: GkeSettings) {
  return isPublic && host === undefined ? { annotations: { "cloud.google.com/l4-rbs": "enabled" } } : {};
}

/** The objects as they are in an Autopilot cluster, so that each `up` finds what it declares. */
export function asAutopilotTakesThem<V>(objects: WorkloadObjects<V>): WorkloadObjects<V> {
  const { deployment } = objects;
  const { template } = deployment.spec;
  const containers = template.spec.containers.map(withStorage);
  const spec = { ...deployment.spec, template: { ...template, spec: { ...template.spec, containers } } };
  return { ...objects, deployment: { ...deployment, spec } };
}
