// How pods are reached, and what they may reach.
import { PORT, PORT_NAME } from "./deployment.ts";
import { metadataOf, selectorOf, type Place } from "./place.ts";

type Annotations = Readonly<Record<string, string>>;

/** How a cloud's load balancer opens the Service. */
export interface LoadBalancing {
  readonly annotations?: Annotations;
  /** Which controller makes it; default: the cluster's own. */
  readonly loadBalancerClass?: string;
  /** The only ranges of addresses (CIDR) that it lets in. */
  readonly loadBalancerSourceRanges?: readonly string[];
  /** `Local` keeps the callers' addresses and sends nothing to nodes without a pod. */
  readonly externalTrafficPolicy?: "Cluster" | "Local";
}

/** Reached from inside the cluster, and through a route if there is one. */
export function service(place: Place, annotations: Annotations = {}) {
  return serviceOf(place, annotations, { type: "ClusterIP" });
}

/** Reached by everyone who reaches its load balancer. */
export function balancedService(place: Place, { annotations, ...balancing }: LoadBalancing = {}) {
  return serviceOf(place, annotations, { type: "LoadBalancer", ...balancing });
}

type ServiceKind = { readonly type: "ClusterIP" | "LoadBalancer" } & Omit<LoadBalancing, "annotations">;

function serviceOf(place: Place, annotations: Annotations = {}, { loadBalancerSourceRanges, ...kind }: ServiceKind) {
  return {
    apiVersion: "v1" as const,
    kind: "Service" as const,
    metadata: { ...metadataOf(place), ...(Object.keys(annotations).length > 0 && { annotations }) },
    spec: {
      ...kind,
      ...(loadBalancerSourceRanges && { loadBalancerSourceRanges: [...loadBalancerSourceRanges] }),
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
