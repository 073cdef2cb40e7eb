// Who decides how many pods there are, and how many may be missing.
import type { WorkloadSettings } from "../settings.ts";
import { metadataOf, selectorOf, type Place } from "./place.ts";

/**
 * By CPU alone: memory that a process has taken is never given back, so that a memory metric only ever adds pods
 * (kubernetes/kubernetes PR 67252).
 */
export function autoscaler(place: Place, settings: WorkloadSettings) {
  return {
    apiVersion: "autoscaling/v2" as const,
    kind: "HorizontalPodAutoscaler" as const,
    metadata: metadataOf(place),
    spec: {
      scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: place.name },
      minReplicas: settings.minReplicas,
      maxReplicas: settings.maxReplicas,
      metrics: [
        {
          type: "Resource",
          resource: { name: "cpu", target: { type: "Utilization", averageUtilization: settings.cpuTargetPercent } },
        },
      ],
      behavior: {
        // Requests wait for new pods, so the larger step counts.
        scaleUp: {
          stabilizationWindowSeconds: settings.scaleUpWindowSeconds,
          selectPolicy: "Max",
          policies: [
            { type: "Percent", value: 100, periodSeconds: 15 },
            { type: "Pods", value: 4, periodSeconds: 15 },
          ],
        },
        scaleDown: {
          stabilizationWindowSeconds: settings.scaleDownWindowSeconds,
          selectPolicy: "Max",
          policies: [{ type: "Percent", value: 50, periodSeconds: 30 }],
        },
      },
    },
  };
}

/**
 * One pod at a time. Not `minAvailable`: with one replica it would block the drain of a node for ever. A pod that is not ready
 * serves nothing, and must not block one either (https://kubernetes.io/docs/tasks/run-application/configure-pdb/).
 */
export function disruptionBudget(place: Place) {
  return {
    apiVersion: "policy/v1" as const,
    kind: "PodDisruptionBudget" as const,
    metadata: metadataOf(place),
    spec: {
      maxUnavailable: 1,
      selector: { matchLabels: selectorOf(place) },
      unhealthyPodEvictionPolicy: "AlwaysAllow",
    },
  };
}
