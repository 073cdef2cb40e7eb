// What an API server refuses of objects that the SDK's types accept, in its words. Sources: kubernetes/kubernetes v1.35,
// pkg/apis/{core,apps,autoscaling,policy}/validation/validation.go, and pod-security-admission/policy for Pod Security.
import { membersOf, textOf, type Value, type Values } from "@modelport/sdk-schema/wire";
import type { Making } from "./making.ts";

type Refusal = (making: Making) => readonly string[];

const listOf = (value: Value | undefined): readonly Value[] => (Array.isArray(value) ? value : []);
const at = (values: Values, path: string): Value | undefined =>
  path.split(".").reduce<Value | undefined>((value, key) => membersOf(value)[key], values);
const quoted = (value: Value | undefined) => JSON.stringify(value);

/** The number of a quantity, in vCPUs or bytes; NaN for what is none. */
function amountOf(value: Value | undefined): number {
  const [, number = "", unit = ""] = /^(\d+(?:\.\d+)?)(m|k|M|G|Ki|Mi|Gi)?$/.exec(textOf(value)) ?? [];
  const factors: Readonly<Record<string, number>> = {
    "": 1,
    m: 1e-3,
    k: 1e3,
    M: 1e6,
    G: 1e9,
    Ki: 2 ** 10,
    Mi: 2 ** 20,
    Gi: 2 ** 30,
  };
  return number === "" ? Number.NaN : Number(number) * (factors[unit] ?? Number.NaN);
}

const POD = "spec.template.spec";

const selectorMatches: Refusal = ({ inputs }) => {
  const labels = membersOf(at(inputs, "spec.template.metadata.labels"));
  const selector = membersOf(at(inputs, "spec.selector.matchLabels"));
  const matches = Object.entries(selector).every(([key, value]) => labels[key] === value);
  return matches && Object.keys(selector).length > 0
    ? []
    : [
        `spec.template.metadata.labels: Invalid value: ${quoted(labels)}: \`selector\` does not match template \`labels\``,
      ];
};

const rolloutMoves: Refusal = ({ inputs }) => {
  const { maxUnavailable, maxSurge } = membersOf(at(inputs, "spec.strategy.rollingUpdate"));
  const none = (value: Value | undefined) => value === 0 || value === "0%";
  return none(maxUnavailable) && none(maxSurge)
    ? ["spec.strategy.rollingUpdate.maxUnavailable: Invalid value: 0: may not be 0 when `maxSurge` is 0"]
    : [];
};

const requestsWithinLimits: Refusal = ({ inputs }) =>
  listOf(at(inputs, `${POD}.containers`)).flatMap((container, index) => {
    const { requests, limits } = membersOf(membersOf(container)["resources"]);
    return Object.entries(membersOf(requests)).flatMap(([name, request]) => {
      const limit = membersOf(limits)[name];
      if (limit === undefined || !(amountOf(request) > amountOf(limit))) return [];
      return [
        `${POD}.containers[${index}].resources.requests: Invalid value: ${quoted(request)}: must be less than or equal to ` +
          `${name} limit of ${textOf(limit)}`,
      ];
    });
  });

const sleepWithinGrace: Refusal = ({ inputs }) => {
  const grace = Number(at(inputs, `${POD}.terminationGracePeriodSeconds`) ?? 30);
  return listOf(at(inputs, `${POD}.containers`)).flatMap((container, index) => {
    const seconds = at(membersOf(container), "lifecycle.preStop.sleep.seconds");
    if (seconds === undefined || (Number(seconds) > 0 && Number(seconds) <= grace)) return [];
    return [
      `${POD}.containers[${index}].lifecycle.preStop.sleep: Invalid value: ${quoted(seconds)}: must be greater than 0 and ` +
        `less than terminationGracePeriodSeconds (${grace})`,
    ];
  });
};

const replicasInOrder: Refusal = ({ inputs }) => {
  const { minReplicas = 1, maxReplicas } = membersOf(inputs["spec"]);
  return Number(maxReplicas) < Number(minReplicas)
    ? [`spec.maxReplicas: Invalid value: ${quoted(maxReplicas)}: must be greater than or equal to \`minReplicas\``]
    : [];
};

const oneBudget: Refusal = ({ inputs }) => {
  const { minAvailable, maxUnavailable } = membersOf(inputs["spec"]);
  return minAvailable !== undefined && maxUnavailable !== undefined
    ? [`spec: Invalid value: ${quoted(inputs["spec"])}: minAvailable and maxUnavailable cannot be both set`]
    : [];
};

/** What only a load balancer has, and its class, which stays: validateLoadBalancerClassField and validateServiceExternalTrafficPolicy. */
const balancerIsOne: Refusal = ({ inputs, previous }) => {
  const { type, ...spec } = membersOf(inputs["spec"]);
  const before = membersOf(previous?.["spec"]);
  const { loadBalancerClass: its, externalTrafficPolicy: policy } = spec;
  if (type === "LoadBalancer") {
    return before["type"] === "LoadBalancer" && before["loadBalancerClass"] !== its
      ? [`spec.loadBalancerClass: Invalid value: ${quoted(its ?? null)}: may not change once set`]
      : [];
  }
  return [
    ...(its === undefined ? [] : ["spec.loadBalancerClass: Forbidden: may only be used when `type` is 'LoadBalancer'"]),
    ...(spec["loadBalancerSourceRanges"] === undefined
      ? []
      : ["spec.LoadBalancerSourceRanges: Forbidden: may only be used when `type` is 'LoadBalancer'"]),
    ...(policy === undefined || type === "NodePort"
      ? []
      : [
          `spec.externalTrafficPolicy: Invalid value: ${quoted(policy)}: may only be set for externally-accessible services`,
        ]),
  ];
};

const LABEL_VALUE = /^([A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?)?$/;
const SUBDOMAIN = /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/;
/** RFC 1035: https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#rfc-1035-label-names */
const SERVICE_NAME = /^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/;

const namesAndLabels: Refusal = ({ type, inputs }) => {
  const { name, labels } = membersOf(inputs["metadata"]);
  const form = type.endsWith("core/v1:Service") ? SERVICE_NAME : SUBDOMAIN;
  const label = form === SERVICE_NAME ? "a DNS-1035 label" : "a lowercase RFC 1123 subdomain";
  return [
    ...(form.test(textOf(name)) ? [] : [`metadata.name: Invalid value: ${quoted(name)}: must be ${label}`]),
    ...Object.values(membersOf(labels))
      .filter((value) => !LABEL_VALUE.test(textOf(value)))
      .map((value) => `metadata.labels: Invalid value: ${quoted(value)}: a valid label must be at most 63 characters`),
  ];
};

/** The pods that a namespace of the level `restricted` refuses: the Deployment stays without them, and `up` reports why. */
const podSecurity: Refusal = ({ inputs, others }) => {
  const { namespace } = membersOf(inputs["metadata"]);
  const found = others().find(
    (each) => each.type === "kubernetes:core/v1:Namespace" && at(each.outputs, "metadata.name") === namespace,
  );
  const labels = membersOf(found && at(found.outputs, "metadata.labels"));
  if (labels["pod-security.kubernetes.io/enforce"] !== "restricted") return [];
  const pod = membersOf(at(inputs, POD));
  const faults = [
    ...podFaults(pod),
    ...listOf(pod["containers"]).flatMap((each) => containerFaults(pod, membersOf(each))),
  ];
  return faults.length === 0 ? [] : [`violates PodSecurity "restricted:latest": ${faults.join(", ")}`];
};

function podFaults(pod: Values): readonly string[] {
  const host = ["hostNetwork", "hostPID", "hostIPC"].filter((name) => pod[name] === true);
  const isHostPath = (volume: Value) => membersOf(volume)["hostPath"] !== undefined;
  return [
    ...(host.length === 0 ? [] : [`host namespaces (${host.join("=true, ")}=true)`]),
    ...(listOf(pod["volumes"]).some(isHostPath) ? ["restricted volume types (hostPath)"] : []),
  ];
}

function containerFaults(pod: Values, container: Values): readonly string[] {
  const shared = membersOf(pod["securityContext"]);
  const own = membersOf(container["securityContext"]);
  const effective = { ...shared, ...own };
  const named = `container ${quoted(container["name"])} must`;
  const drops = listOf(at(own, "capabilities.drop"));
  return [
    ...(own["privileged"] === true ? [`privileged (${named} not set securityContext.privileged=true)`] : []),
    ...(own["allowPrivilegeEscalation"] === false
      ? []
      : [`allowPrivilegeEscalation != false (${named} set securityContext.allowPrivilegeEscalation=false)`]),
    ...(drops.includes("ALL")
      ? []
      : [`unrestricted capabilities (${named} set securityContext.capabilities.drop=["ALL"])`]),
    ...(effective["runAsNonRoot"] === true
      ? []
      : [`runAsNonRoot != true (${named} set securityContext.runAsNonRoot=true)`]),
    ...(effective["runAsUser"] === 0 ? [`runAsUser=0 (${named} not set runAsUser=0)`] : []),
    ...(["RuntimeDefault", "Localhost"].includes(textOf(membersOf(effective["seccompProfile"])["type"]))
      ? []
      : [`seccompProfile (${named} set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")`]),
  ];
}

const REFUSALS: Readonly<Record<string, readonly Refusal[]>> = {
  "kubernetes:apps/v1:Deployment": [selectorMatches, rolloutMoves, requestsWithinLimits, sleepWithinGrace, podSecurity],
  "kubernetes:core/v1:Service": [balancerIsOne],
  "kubernetes:autoscaling/v2:HorizontalPodAutoscaler": [replicasInOrder],
  "kubernetes:policy/v1:PodDisruptionBudget": [oneBudget],
};

/** Throws if an API server would refuse the object: `Deployment "web" is invalid: ...`. */
export function refuseObject(making: Making): void {
  const faults = [namesAndLabels, ...(REFUSALS[making.type] ?? [])].flatMap((refusal) => refusal(making));
  if (faults.length === 0) return;
  const kind = making.type.split(":").at(-1) ?? "";
  const name = textOf(membersOf(making.inputs["metadata"])["name"]);
  throw new Error(`${kind} ${quoted(name)} is invalid: ${faults.join("; ")}`);
}
