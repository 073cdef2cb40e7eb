import { expect, test } from "vitest";
import { breaches, type DeclaredResource, type Graph } from "./index.ts";
import { kubernetesPolicies } from "./kubernetes.ts";

type PolicyName = (typeof kubernetesPolicies)[number]["name"];

const labels = { app: "churn" };
const metadata = { name: "churn", namespace: "shop" };

function resource(type: string, inputs: DeclaredResource["inputs"]): DeclaredResource {
  const name = `kubernetes-${type.split(":").at(-1)?.toLowerCase()}`;
  return { type, name, urn: `urn:pulumi:kubernetes::modelport::${type}::${name}`, parent: undefined, inputs };
}

const container = {
  name: "api",
  envFrom: [{ configMapRef: { name: "churn-1" } }],
  resources: { requests: { cpu: "250m", memory: "512Mi" }, limits: { memory: "1Gi" } },
  startupProbe: { httpGet: { path: "/ready" } },
  readinessProbe: { httpGet: { path: "/ready" } },
  livenessProbe: { httpGet: { path: "/health" } },
  lifecycle: { preStop: { sleep: { seconds: 10 } } },
  securityContext: {
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ["ALL"] },
  },
};
const pod = {
  automountServiceAccountToken: false,
  terminationGracePeriodSeconds: 30,
  securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: "RuntimeDefault" } },
  containers: [container],
};
const spec = {
  selector: { matchLabels: labels },
  progressDeadlineSeconds: 120,
  strategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 0, maxSurge: "25%" } },
  template: { metadata: { labels }, spec: pod },
};

/** A workload as it should be; each kind may be replaced or, with `undefined`, left out. */
function workload(changed: Readonly<Record<string, object | undefined>> = {}): Graph {
  const kinds: Readonly<Record<string, object | undefined>> = {
    "kubernetes:core/v1:Namespace": {
      metadata: { name: "shop", labels: { "pod-security.kubernetes.io/enforce": "restricted" } },
    },
    "kubernetes:core/v1:ConfigMap": {
      metadata: { ...metadata, name: "churn-1" },
      data: { DRAIN_DELAY_MS: "1000", DRAIN_TIMEOUT_MS: "8000" },
    },
    "kubernetes:apps/v1:Deployment": { metadata, spec },
    "kubernetes:core/v1:Service": { metadata, spec: { selector: labels, ipFamilyPolicy: "PreferDualStack" } },
    "kubernetes:autoscaling/v2:HorizontalPodAutoscaler": {
      metadata,
      spec: {
        scaleTargetRef: { name: "churn" },
        minReplicas: 2,
        metrics: [{ type: "Resource", resource: { name: "cpu" } }],
      },
    },
    "kubernetes:policy/v1:PodDisruptionBudget": {
      metadata,
      spec: { maxUnavailable: 1, selector: { matchLabels: labels } },
    },
    "kubernetes:networking.k8s.io/v1:NetworkPolicy": {
      metadata,
      spec: { podSelector: { matchLabels: labels }, policyTypes: ["Ingress", "Egress"], egress: [] },
    },
    ...changed,
  };
  return Object.entries(kinds).flatMap(([type, inputs]) =>
    inputs === undefined ? [] : [resource(type, { ...inputs })],
  );
}

const deployment = (changed: object) =>
  workload({ "kubernetes:apps/v1:Deployment": { metadata, spec: { ...spec, ...changed } } });
const withPod = (changed: object) => deployment({ template: { metadata: { labels }, spec: { ...pod, ...changed } } });
const withContainer = (changed: object) => withPod({ containers: [{ ...container, ...changed }] });
const secured = (changed: object) => withContainer({ securityContext: { ...container.securityContext, ...changed } });

const found = "kubernetes:apps/v1:Deployment `kubernetes-deployment`";
const autoscaler = "kubernetes:autoscaling/v2:HorizontalPodAutoscaler `kubernetes-horizontalpodautoscaler`";
const budget = "kubernetes:policy/v1:PodDisruptionBudget `kubernetes-poddisruptionbudget`";
const inPod = `${found}: spec.template.spec`;
const inContainer = `${inPod}.containers[0]`;

test.each(kubernetesPolicies)("$name has nothing to say of a workload as it should be", (policy) => {
  expect(breaches(policy, workload())).toEqual([]);
});

const ill: readonly [PolicyName, string, Graph, readonly string[]][] = [
  [
    "pods-restricted",
    "root",
    withPod({ securityContext: { runAsUser: 0, seccompProfile: { type: "RuntimeDefault" } } }),
    [
      `${inPod}.securityContext.runAsNonRoot is not set, but must be true.`,
      `${inPod}.securityContext.runAsUser is 0, but must be a number above 0, because the kubelet cannot tell whether a user's name is root.`,
    ],
  ],
  [
    "pods-restricted",
    "a privileged container",
    secured({ privileged: true }),
    [`${inContainer}.securityContext.privileged is true, but must be left out.`],
  ],
  [
    "pods-restricted",
    "a writable root",
    secured({ readOnlyRootFilesystem: undefined }),
    [
      `${inContainer}.securityContext.readOnlyRootFilesystem is not set, but must be true: give it an emptyDir where it writes.`,
    ],
  ],
  [
    "pods-restricted",
    "capabilities",
    secured({ capabilities: { drop: ["NET_RAW"] } }),
    [`${inContainer}.securityContext.capabilities.drop is ["NET_RAW"], but must be ["ALL"].`],
  ],
  [
    "pods-restricted",
    "files of the node",
    withPod({ volumes: [{ name: "docker", hostPath: { path: "/var/run" } }] }),
    [`${inPod}.volumes[0].hostPath mounts files of the node, but must be left out.`],
  ],
  [
    "pods-restricted",
    "the node's network",
    withPod({ hostNetwork: true }),
    [`${inPod}.hostNetwork is true, but must be left out, because the pod would share the node's.`],
  ],
  [
    "pods-without-token",
    "a token",
    withPod({ automountServiceAccountToken: undefined }),
    [`${inPod}.automountServiceAccountToken is not set, but must be false.`],
  ],
  [
    "pods-sized",
    "no requests",
    withContainer({ resources: { limits: { memory: "1Gi" } } }),
    [
      `${inContainer}.resources.requests.cpu is not set, but must be stated, because the autoscaler's target is a share of it.`,
      `${inContainer}.resources.requests.memory is not set, but must be stated, or a node takes more pods than fit.`,
    ],
  ],
  [
    "pods-probed",
    "no startup probe",
    withContainer({ startupProbe: undefined }),
    [
      `${inContainer}.startupProbe is not set, but must be declared, or the liveness probe restarts a pod that is still loading its model.`,
    ],
  ],
  [
    "pods-probed",
    "swapped probes",
    withContainer({ readinessProbe: container.livenessProbe, livenessProbe: container.readinessProbe }),
    [
      `${inContainer}.readinessProbe.httpGet.path is "/health", but must be /ready, which fails until the model is loaded and while the pod drains.`,
      `${inContainer}.livenessProbe.httpGet.path is "/ready", but must be /health: a pod that drains is not ready, and must not be restarted for it.`,
    ],
  ],
  [
    "pods-drain",
    "no preStop",
    withContainer({ lifecycle: undefined }),
    [
      `${inContainer}.lifecycle.preStop is not set, but must be a sleep: without it the pod stops while kube-proxy still sends requests to it.`,
    ],
  ],
  [
    "pods-drain",
    "a grace that ends before the drain",
    withPod({ terminationGracePeriodSeconds: 15 }),
    [
      `${inPod}.terminationGracePeriodSeconds is 15, but must be above 19, the preStop sleep and the time to drain, or running requests are killed.`,
    ],
  ],
  [
    "rollouts-keep-serving",
    "pods that are missing during a rollout",
    deployment({ strategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 1 } } }),
    [
      `${found}: spec.strategy is {"type":"RollingUpdate","rollingUpdate":{"maxUnavailable":1}}, but must be a RollingUpdate with maxUnavailable 0, or pods are missing during each update.`,
    ],
  ],
  [
    "rollouts-keep-serving",
    "no deadline",
    deployment({ progressDeadlineSeconds: undefined }),
    [`${found}: spec.progressDeadlineSeconds is not set, but must be at most 660, or a bad rollout is reported late.`],
  ],
  [
    "autoscaler-decides",
    "replicas beside an autoscaler",
    deployment({ replicas: 3 }),
    [
      `${found}: spec.replicas is 3, but must be left out where ${autoscaler} scales it, or each \`up\` resets what the autoscaler has set.`,
    ],
  ],
  [
    "autoscaler-decides",
    "an autoscaler of something else, by memory",
    workload({
      "kubernetes:autoscaling/v2:HorizontalPodAutoscaler": { metadata, spec: { scaleTargetRef: { name: "other" } } },
    }),
    [`${autoscaler}: spec.scaleTargetRef.name is "other", but must be a Deployment that the program declares.`],
  ],
  [
    "autoscaler-decides",
    "a metric of memory",
    workload({
      "kubernetes:autoscaling/v2:HorizontalPodAutoscaler": {
        metadata,
        spec: { scaleTargetRef: { name: "churn" }, metrics: [{ resource: { name: "memory" } }] },
      },
    }),
    [
      `${autoscaler}: spec.metrics is [{"resource":{"name":"memory"}}], but must be of the resource cpu alone: memory that a process has taken is never given back, so that it only ever adds pods.`,
    ],
  ],
  [
    "drains-bounded",
    "no budget",
    workload({ "kubernetes:policy/v1:PodDisruptionBudget": undefined }),
    [
      `${found}: no PodDisruptionBudget selects its pods, so that the drain of nodes may stop all of them: declare one with maxUnavailable 1.`,
    ],
  ],
  [
    "drains-bounded",
    "a budget that blocks every drain",
    workload({
      "kubernetes:policy/v1:PodDisruptionBudget": {
        metadata,
        spec: { minAvailable: 2, selector: { matchLabels: labels } },
      },
    }),
    [
      `${budget}: spec has maxUnavailable not set and minAvailable 2, but with 2 pods must let one of them go and not all: set maxUnavailable to 1 and leave minAvailable out.`,
    ],
  ],
  [
    "pods-fenced",
    "no network policy",
    workload({ "kubernetes:networking.k8s.io/v1:NetworkPolicy": undefined }),
    [
      `${found}: no NetworkPolicy of the type Ingress selects its pods: declare one.`,
      `${found}: no NetworkPolicy of the type Egress selects its pods: declare one.`,
    ],
  ],
  [
    "pods-fenced",
    "egress to everywhere",
    workload({
      "kubernetes:networking.k8s.io/v1:NetworkPolicy": {
        metadata,
        spec: { podSelector: { matchLabels: labels }, policyTypes: ["Ingress", "Egress"], egress: [{}] },
      },
    }),
    [
      "kubernetes:networking.k8s.io/v1:NetworkPolicy `kubernetes-networkpolicy`: spec.egress is [{}], which allows everything: name what is called.",
    ],
  ],
  [
    "selectors-match",
    "a Service of other pods",
    workload({
      "kubernetes:core/v1:Service": {
        metadata,
        spec: { selector: { app: "other" }, ipFamilyPolicy: "PreferDualStack" },
      },
    }),
    [
      'kubernetes:core/v1:Service `kubernetes-service`: spec.selector is {"app":"other"}, but must be among the labels of a pod template in its namespace.',
    ],
  ],
  [
    "namespaces-restricted",
    "a namespace that takes any pod",
    workload({ "kubernetes:core/v1:Namespace": { metadata: { name: "shop" } } }),
    [
      "kubernetes:core/v1:Namespace `kubernetes-namespace`: the label pod-security.kubernetes.io/enforce is not set, but must be restricted, or the API server takes a privileged pod.",
    ],
  ],
  [
    "routes-closed",
    "a route",
    workload({ "kubernetes:gateway.networking.k8s.io/v1:HTTPRoute": { metadata } }),
    [
      "kubernetes:gateway.networking.k8s.io/v1:HTTPRoute `kubernetes-httproute`: it opens the Service to everyone who reaches the Gateway, but must be left out, or set modelport:public to true if it is meant to be public.",
    ],
  ],
  [
    "addresses-both",
    "one family of addresses",
    workload({ "kubernetes:core/v1:Service": { metadata, spec: { selector: labels } } }),
    ["kubernetes:core/v1:Service `kubernetes-service`: spec.ipFamilyPolicy is not set, but must be PreferDualStack."],
  ],
];

test.each(ill)("%s refuses %s", (name, _title, graph, sentences) => {
  const policy = kubernetesPolicies.find((each) => each.name === name) ?? expect.fail(name);
  expect(breaches(policy, graph)).toEqual(sentences);
});

test("every policy is seen to refuse something", () => {
  const refusing = new Set<string>(ill.map(([name]) => name));
  expect(kubernetesPolicies.filter(({ name }) => !refusing.has(name))).toEqual([]);
});
