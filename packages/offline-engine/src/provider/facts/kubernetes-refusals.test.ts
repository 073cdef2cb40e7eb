import type { Values } from "@modelport/sdk-schema/wire";
import { expect, test } from "vitest";
import type { StoredObject } from "../cloud.ts";
import { worldOf } from "../world.ts";
import { refuseObject } from "./kubernetes-refusals.ts";

const DEPLOYMENT = "kubernetes:apps/v1:Deployment";
const labels = { app: "web" };
const restricted: StoredObject = {
  type: "kubernetes:core/v1:Namespace",
  id: "shop",
  urn: "",
  seed: "",
  inputs: {},
  outputs: { metadata: { name: "shop", labels: { "pod-security.kubernetes.io/enforce": "restricted" } } },
};
const container = {
  name: "api",
  resources: { requests: { cpu: "250m", memory: "512Mi" }, limits: { cpu: "0.5", memory: "1Gi" } },
  lifecycle: { preStop: { sleep: { seconds: 10 } } },
  securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
};
const pod = {
  terminationGracePeriodSeconds: 30,
  securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: "RuntimeDefault" } },
  containers: [container],
};

function deployment(changedPod: object = {}, changedSpec: object = {}): Values {
  const spec = {
    selector: { matchLabels: labels },
    strategy: { rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
    template: { metadata: { labels }, spec: { ...pod, ...changedPod } },
    ...changedSpec,
  };
  return { metadata: { name: "web", namespace: "shop", labels }, spec };
}

const withContainer = (changed: object) => deployment({ containers: [{ ...container, ...changed }] });

function making(type: string, inputs: Values) {
  return {
    type,
    urn: "",
    logicalName: "web",
    name: "web",
    seed: "",
    inputs,
    world: worldOf({}, ""),
    previous: undefined,
    changed: [],
    others: () => [restricted],
  };
}

test("a Deployment as it should be is taken", () => {
  expect(() => refuseObject(making(DEPLOYMENT, deployment()))).not.toThrow();
});

const scaled = (spec: object) => ({ metadata: { name: "web" }, spec }) as unknown as Values;

test.each<[string, string, Values, string]>([
  [
    "a selector of other pods",
    DEPLOYMENT,
    deployment({}, { selector: { matchLabels: { app: "other" } } }),
    'Deployment "web" is invalid: spec.template.metadata.labels: Invalid value: {"app":"web"}: `selector` does not match template `labels`',
  ],
  [
    "a rollout that cannot move",
    DEPLOYMENT,
    deployment({}, { strategy: { rollingUpdate: { maxUnavailable: 0, maxSurge: "0%" } } }),
    'Deployment "web" is invalid: spec.strategy.rollingUpdate.maxUnavailable: Invalid value: 0: may not be 0 when `maxSurge` is 0',
  ],
  [
    "requests above limits",
    DEPLOYMENT,
    withContainer({ resources: { requests: { memory: "2Gi" }, limits: { memory: "1024Mi" } } }),
    'Deployment "web" is invalid: spec.template.spec.containers[0].resources.requests: Invalid value: "2Gi": must be less than or equal to memory limit of 1024Mi',
  ],
  [
    "a wait that is longer than the grace",
    DEPLOYMENT,
    withContainer({ lifecycle: { preStop: { sleep: { seconds: 40 } } } }),
    'Deployment "web" is invalid: spec.template.spec.containers[0].lifecycle.preStop.sleep: Invalid value: 40: must be greater than 0 and less than terminationGracePeriodSeconds (30)',
  ],
  [
    "a privileged container in a restricted namespace",
    DEPLOYMENT,
    withContainer({ securityContext: { ...container.securityContext, privileged: true } }),
    'Deployment "web" is invalid: violates PodSecurity "restricted:latest": privileged (container "api" must not set securityContext.privileged=true)',
  ],
  [
    "root in a restricted namespace",
    DEPLOYMENT,
    deployment({ securityContext: { runAsUser: 0, seccompProfile: { type: "RuntimeDefault" } } }),
    'Deployment "web" is invalid: violates PodSecurity "restricted:latest": runAsNonRoot != true (container "api" must set securityContext.runAsNonRoot=true), runAsUser=0 (container "api" must not set runAsUser=0)',
  ],
  [
    "an autoscaler without a range",
    "kubernetes:autoscaling/v2:HorizontalPodAutoscaler",
    scaled({ minReplicas: 3, maxReplicas: 2 }),
    'HorizontalPodAutoscaler "web" is invalid: spec.maxReplicas: Invalid value: 2: must be greater than or equal to `minReplicas`',
  ],
  [
    "a budget that says both",
    "kubernetes:policy/v1:PodDisruptionBudget",
    scaled({ minAvailable: 1, maxUnavailable: 1 }),
    'PodDisruptionBudget "web" is invalid: spec: Invalid value: {"minAvailable":1,"maxUnavailable":1}: minAvailable and maxUnavailable cannot be both set',
  ],
  [
    "a Service whose name begins with a digit",
    "kubernetes:core/v1:Service",
    { metadata: { name: "2web" }, spec: {} },
    'Service "2web" is invalid: metadata.name: Invalid value: "2web": must be a DNS-1035 label',
  ],
  [
    "a load balancer's settings on another Service",
    "kubernetes:core/v1:Service",
    scaled({
      type: "ClusterIP",
      loadBalancerClass: "a/b",
      loadBalancerSourceRanges: ["203.0.113.0/24"],
      externalTrafficPolicy: "Local",
    }),
    "Service \"web\" is invalid: spec.loadBalancerClass: Forbidden: may only be used when `type` is 'LoadBalancer'; " +
      "spec.LoadBalancerSourceRanges: Forbidden: may only be used when `type` is 'LoadBalancer'; " +
      'spec.externalTrafficPolicy: Invalid value: "Local": may only be set for externally-accessible services',
  ],
  [
    "a label that is too long",
    "kubernetes:core/v1:ConfigMap",
    { metadata: { name: "web", labels: { stack: "a".repeat(64) } } },
    `ConfigMap "web" is invalid: metadata.labels: Invalid value: "${"a".repeat(64)}": a valid label must be at most 63 characters`,
  ],
])("%s is refused", (_title, type, inputs, message) => {
  expect(() => refuseObject(making(type, inputs))).toThrow(new Error(message));
});
