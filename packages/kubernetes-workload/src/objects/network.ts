// How pods are reached, and what they may reach.
import { PORT, PORT_NAME } from "./deployment.ts";
import { metadataOf, selectorOf, type Place } from "./place.ts";

export type ServiceType = "ClusterIP" | "LoadBalancer";

export function service(place: Place, type: ServiceType, annotations: Readonly<Record<string, string>> = {}) {
  return {
    apiVersion: "v1" as const,
    kind: "Service" as const,
    metadata: { ...metadataOf(place), ...(Object.keys(annotations).length > 0 && { annotations }) },
    spec: {
      type,
      selector: selectorOf(place),
      // IPv4 and IPv6 where the cluster has both: https://kubernetes.io/docs/concepts/services-networking/dual-stack/
      ipFamilyPolicy: "PreferDualStack",
      ports: [{ name: PORT_NAME, port: 80, targetPort: PORT_NAME, protocol: "TCP" }],
    },
  };
}

/** The server's port is open; the server itself calls nobody, so that it needs no DNS either. */
export function networkPolicy(place: Place) {
  return {
    apiVersion: "networking.k8s.io/v1" as const,
    kind: "NetworkPolicy" as const,
    metadata: metadataOf(place),
    spec: {
      podSelector: { matchLabels: selectorOf(place) },
      policyTypes: ["Ingress", "Egress"],
      ingress: [{ ports: [{ protocol: "TCP", port: PORT }] }],
      egress: [],
    },
  };
}
