// How pods are replaced and stopped without failed requests.
import { environmentsOf, inputAt, isMembers, listOf, shown } from "./inputs.ts";
import { containersOf, POD_TYPES, within } from "./kubernetes-pods.ts";
import { called, type DeclaredResource, type Graph, type Policy } from "./policy.ts";

const DEPLOYMENT = "kubernetes:apps/v1:Deployment";

/** The most seconds that an `up` should wait before it says why a rollout has stopped. */
const LONGEST_DEADLINE_SECONDS = 660;

export const rolloutsKeepServing = {
  name: "rollouts-keep-serving",
  title: "no old pod stops before a new one is ready, and a rollout that makes no progress stops",
  types: [DEPLOYMENT],
  check: (resource) => {
    const unavailable = inputAt(resource, "spec.strategy.rollingUpdate.maxUnavailable");
    const type = inputAt(resource, "spec.strategy.type");
    const deadline = inputAt(resource, "spec.progressDeadlineSeconds");
    return [
      ...(type === "Recreate" || (unavailable !== 0 && unavailable !== "0%")
        ? [
            `${called(resource)}: spec.strategy is ${shown(inputAt(resource, "spec.strategy"))}, but must be a RollingUpdate ` +
              "with maxUnavailable 0, or pods are missing during each update.",
          ]
        : []),
      ...(typeof deadline === "number" && deadline <= LONGEST_DEADLINE_SECONDS
        ? []
        : [
            `${called(resource)}: spec.progressDeadlineSeconds is ${shown(deadline)}, but must be at most ` +
              `${LONGEST_DEADLINE_SECONDS}, or a bad rollout is reported late.`,
          ]),
    ];
  },
} as const satisfies Policy;

export const podsDrain = {
  name: "pods-drain",
  title: "a pod waits before it stops until nothing sends requests to it, and has the time to finish those under way",
  types: POD_TYPES,
  check: (resource, graph) => {
    const grace = inputAt(resource, "spec.template.spec.terminationGracePeriodSeconds") ?? DEFAULT_GRACE_SECONDS;
    return containersOf(resource).flatMap(({ path, container }) => {
      const sleep = within(container, "lifecycle.preStop.sleep.seconds");
      if (typeof sleep !== "number") {
        return [
          `${called(resource)}: ${path}.lifecycle.preStop is ${shown(within(container, "lifecycle.preStop"))}, but must be a sleep: ` +
            "without it the pod stops while kube-proxy still sends requests to it.",
        ];
      }
      const needed = sleep + drainSeconds(resource, container, graph);
      if (Number(grace) > needed) return [];
      return [
        `${called(resource)}: spec.template.spec.terminationGracePeriodSeconds is ${shown(grace)}, but must be above ${needed}, ` +
          "the preStop sleep and the time to drain, or running requests are killed.",
      ];
    });
  },
} as const satisfies Policy;

/** Kubernetes' own: https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination */
const DEFAULT_GRACE_SECONDS = 30;

/** The server's part of the shutdown, as its variables say, in seconds. */
function drainSeconds(resource: DeclaredResource, container: Readonly<Record<string, unknown>>, graph: Graph): number {
  const sources = listOf(container["envFrom"]).filter(isMembers);
  const maps = new Set(sources.map((source) => within(source, "configMapRef.name")));
  const configMaps = graph.filter(
    (each) => each.type === "kubernetes:core/v1:ConfigMap" && maps.has(inputAt(each, "metadata.name")),
  );
  const variables = [...configMaps, resource].flatMap((each) => environmentsOf(each).map((found) => found.variables));
  const { DRAIN_DELAY_MS: delay = 0, DRAIN_TIMEOUT_MS: timeout = 0 } = Object.assign({}, ...variables) as Record<
    string,
    unknown
  >;
  return (Number(delay) + Number(timeout)) / 1000;
}
