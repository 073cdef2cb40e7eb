// What reaches pods in a cluster, what they reach, and which namespace they are in.
import { inputAt, isMembers, listOf, shown } from "./inputs.ts";
import { POD_TYPES } from "./kubernetes-pods.ts";
import { selects } from "./kubernetes-scaling.ts";
import { called, type DeclaredResource, type Policy } from "./policy.ts";

const POLICY = "kubernetes:networking.k8s.io/v1:NetworkPolicy";
const SERVICE = "kubernetes:core/v1:Service";

const namespaceOf = (resource: DeclaredResource) => inputAt(resource, "metadata.namespace");

export const podsFenced = {
  name: "pods-fenced",
  title: "a network policy limits what reaches pods and what they reach",
  types: POD_TYPES,
  check: (resource, graph) => {
    const labels = inputAt(resource, "spec.template.metadata.labels");
    const fences = graph.filter(
      (each) =>
        each.type === POLICY &&
        namespaceOf(each) === namespaceOf(resource) &&
        selects(inputAt(each, "spec.podSelector.matchLabels"), labels),
    );
    const fenced = new Set(fences.flatMap((each) => listOf(inputAt(each, "spec.policyTypes"))));
    const missing = ["Ingress", "Egress"].filter((direction) => !fenced.has(direction));
    const open = fences.filter((each) =>
      listOf(inputAt(each, "spec.egress")).some(
        (rule) => isMembers(rule) && rule["to"] === undefined && rule["ports"] === undefined,
      ),
    );
    return [
      ...missing.map(
        (direction) => `${called(resource)}: no NetworkPolicy of the type ${direction} selects its pods: declare one.`,
      ),
      ...open.map(
        (each) =>
          `${called(each)}: spec.egress is ${shown(inputAt(each, "spec.egress"))}, which allows everything: name what is called.`,
      ),
    ];
  },
} as const satisfies Policy;

export const selectorsMatch = {
  name: "selectors-match",
  title: "every Deployment and every Service selects pods that the program declares",
  types: [...POD_TYPES, SERVICE],
  check: (resource, graph) => {
    // The prefix is that of ServiceAccount too.
    if (resource.type.startsWith(SERVICE) && resource.type !== SERVICE) return [];
    const property = resource.type === SERVICE ? "spec.selector" : "spec.selector.matchLabels";
    const selector = inputAt(resource, property);
    const pods = resource.type === SERVICE ? graph.filter(({ type }) => POD_TYPES.includes(type)) : [resource];
    const isMet = pods.some(
      (each) =>
        namespaceOf(each) === namespaceOf(resource) &&
        selects(selector, inputAt(each, "spec.template.metadata.labels")),
    );
    return isMet
      ? []
      : [
          `${called(resource)}: ${property} is ${shown(selector)}, but must be among the labels of a pod template in its namespace.`,
        ];
  },
} as const satisfies Policy;

export const namespacesRestricted = {
  name: "namespaces-restricted",
  title: "a namespace of the program's own refuses pods with rights",
  types: ["kubernetes:core/v1:Namespace"],
  check: (resource) => {
    const labels = inputAt(resource, "metadata.labels");
    const level = isMembers(labels) ? labels["pod-security.kubernetes.io/enforce"] : undefined;
    return level === "restricted"
      ? []
      : [
          `${called(resource)}: the label pod-security.kubernetes.io/enforce is ${shown(level)}, but must be restricted, ` +
            "or the API server takes a privileged pod.",
        ];
  },
} as const satisfies Policy;

export const routesClosed = {
  name: "routes-closed",
  title: "no Gateway routes requests to a private service",
  types: ["kubernetes:gateway.networking.k8s.io/"],
  waivedBy: "public",
  check: (resource) => [
    `${called(resource)}: it opens the Service to everyone who reaches the Gateway, but must be left out, ` +
      "or set modelport:public to true if it is meant to be public.",
  ],
} as const satisfies Policy;

export const addressesBoth = {
  name: "addresses-both",
  title: "a Service has addresses of IPv4 and IPv6 where its cluster has both",
  types: [SERVICE],
  check: (resource) => {
    if (resource.type !== SERVICE) return [];
    const policy = inputAt(resource, "spec.ipFamilyPolicy");
    return policy === "PreferDualStack"
      ? []
      : [`${called(resource)}: spec.ipFamilyPolicy is ${shown(policy)}, but must be PreferDualStack.`];
  },
} as const satisfies Policy;
