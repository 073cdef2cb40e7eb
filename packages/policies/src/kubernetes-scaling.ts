// Who decides how many pods there are, and how many may be missing.
import { inputAt, isMembers, listOf, shown } from "./inputs.ts";
import { within } from "./kubernetes-pods.ts";
import { called, type DeclaredResource, type Graph, type Policy } from "./policy.ts";

const AUTOSCALER = "kubernetes:autoscaling/v2:HorizontalPodAutoscaler";
const BUDGET = "kubernetes:policy/v1:PodDisruptionBudget";
const DEPLOYMENT = "kubernetes:apps/v1:Deployment";

const namespaceOf = (resource: DeclaredResource) => inputAt(resource, "metadata.namespace");

/** The Deployment that an autoscaler scales, if the program declares it. */
function targetOf(autoscaler: DeclaredResource, graph: Graph): DeclaredResource | undefined {
  const name = inputAt(autoscaler, "spec.scaleTargetRef.name");
  return graph.find(
    (each) =>
      each.type === DEPLOYMENT &&
      inputAt(each, "metadata.name") === name &&
      namespaceOf(each) === namespaceOf(autoscaler),
  );
}

export const autoscalerDecides = {
  name: "autoscaler-decides",
  title: "an autoscaler alone decides how many pods there are, by the load of their processors",
  types: [AUTOSCALER],
  check: (resource, graph) => {
    const target = targetOf(resource, graph);
    if (target === undefined) {
      const name = shown(inputAt(resource, "spec.scaleTargetRef.name"));
      return [
        `${called(resource)}: spec.scaleTargetRef.name is ${name}, but must be a Deployment that the program declares.`,
      ];
    }
    const replicas = inputAt(target, "spec.replicas");
    return [
      ...(replicas === undefined
        ? []
        : [
            `${called(target)}: spec.replicas is ${shown(replicas)}, but must be left out where ${called(resource)} scales it, ` +
              "or each `up` resets what the autoscaler has set.",
          ]),
      ...metricFaults(resource),
    ];
  },
} as const satisfies Policy;

function metricFaults(resource: DeclaredResource): readonly string[] {
  const names = listOf(inputAt(resource, "spec.metrics"))
    .filter(isMembers)
    .map((metric) => within(metric, "resource.name"));
  if (names.length > 0 && names.every((name) => name === "cpu")) return [];
  return [
    `${called(resource)}: spec.metrics is ${shown(inputAt(resource, "spec.metrics"))}, but must be of the resource cpu alone: ` +
      "memory that a process has taken is never given back, so that it only ever adds pods.",
  ];
}

export const drainsBounded = {
  name: "drains-bounded",
  title: "every Deployment has a disruption budget, which lets a node be drained and keeps a pod running meanwhile",
  types: [DEPLOYMENT],
  check: (resource, graph) => {
    const labels = inputAt(resource, "spec.template.metadata.labels");
    const budgets = graph.filter(
      (each) =>
        each.type === BUDGET &&
        namespaceOf(each) === namespaceOf(resource) &&
        selects(inputAt(each, "spec.selector.matchLabels"), labels),
    );
    const [budget, second] = budgets;
    if (budget === undefined) {
      return [
        `${called(resource)}: no PodDisruptionBudget selects its pods, so that the drain of nodes may stop all of them: ` +
          "declare one with maxUnavailable 1.",
      ];
    }
    if (second !== undefined) {
      return [
        `${called(resource)}: ${called(budget)} and ${called(second)} select its pods, and evictions then fail: keep one.`,
      ];
    }
    return budgetFaults(budget, leastPods(resource, graph));
  },
} as const satisfies Policy;

function budgetFaults(budget: DeclaredResource, least: number): readonly string[] {
  const [missing, present] = ["maxUnavailable", "minAvailable"].map((key) => inputAt(budget, `spec.${key}`));
  if (missing === undefined && typeof present === "number" && present < least) return [];
  if (present === undefined && typeof missing === "number" && missing > 0 && missing < Math.max(2, least)) return [];
  return [
    `${called(budget)}: spec has maxUnavailable ${shown(missing)} and minAvailable ${shown(present)}, but with ${least} pods must let ` +
      "one of them go and not all: set maxUnavailable to 1 and leave minAvailable out.",
  ];
}

function leastPods(deployment: DeclaredResource, graph: Graph): number {
  const autoscaler = graph.find((each) => each.type === AUTOSCALER && targetOf(each, graph) === deployment);
  const least =
    autoscaler === undefined ? inputAt(deployment, "spec.replicas") : inputAt(autoscaler, "spec.minReplicas");
  return typeof least === "number" ? least : 1;
}

/** Whether an object with these labels has all that a selector asks for; an empty selector counts as none. */
export function selects(selector: unknown, labels: unknown): boolean {
  if (!isMembers(selector) || !isMembers(labels)) return false;
  const asked = Object.entries(selector);
  return asked.length > 0 && asked.every(([key, value]) => labels[key] === value);
}
