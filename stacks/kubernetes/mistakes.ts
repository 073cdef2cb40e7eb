// What somebody might do to this target by accident, and the check that finds it.
import type { Mistake } from "@modelport/target-suite";

const OBJECTS = "const objects = workloadObjects({ place, settings, image, environment });";

/** A change of what the workload declares, as a target might make it for a setting of its own. */
function changed(statement: string) {
  return { file: "deployment/deployment.ts", find: OBJECTS, replace: `${OBJECTS}\n    ${statement}` };
}

export const mistakes: readonly Mistake[] = [
  {
    title: "a number of pods beside the autoscaler",
    ...changed("Object.assign(objects.deployment.spec, { replicas: 3 });"),
    check: "autoscaler-decides",
    sentence:
      "kubernetes:apps/v1:Deployment `kubernetes-deployment`: spec.replicas is 3, but must be left out where kubernetes:autoscaling/v2:HorizontalPodAutoscaler `kubernetes-autoscaler` scales it, or each `up` resets what the autoscaler has set.",
  },
  {
    title: "pods that reserve nothing",
    ...changed(
      'Object.assign(objects.deployment.spec.template.spec.containers[0] ?? {}, { resources: { limits: { memory: "1Gi" } } });',
    ),
    check: "pods-sized",
    sentence: [
      "kubernetes:apps/v1:Deployment `kubernetes-deployment`: spec.template.spec.containers[0].resources.requests.cpu is not set, but must be stated, because the autoscaler's target is a share of it.",
      "kubernetes:apps/v1:Deployment `kubernetes-deployment`: spec.template.spec.containers[0].resources.requests.memory is not set, but must be stated, or a node takes more pods than fit.",
    ],
  },
  {
    title: "a wait before the stop that leaves no time to drain",
    ...changed(
      "Object.assign(objects.deployment.spec.template.spec.containers[0] ?? {}, { lifecycle: { preStop: { sleep: { seconds: 25 } } } });",
    ),
    check: "pods-drain",
    sentence:
      "kubernetes:apps/v1:Deployment `kubernetes-deployment`: spec.template.spec.terminationGracePeriodSeconds is 30, but must be above 34, the preStop sleep and the time to drain, or running requests are killed.",
  },
  {
    title: "no wait before the stop",
    ...changed("Object.assign(objects.deployment.spec.template.spec.containers[0] ?? {}, { lifecycle: undefined });"),
    check: "pods-drain",
    sentence:
      "kubernetes:apps/v1:Deployment `kubernetes-deployment`: spec.template.spec.containers[0].lifecycle.preStop is not set, but must be a sleep: without it the pod stops while kube-proxy still sends requests to it.",
  },
  {
    title: "a disruption budget of other pods",
    ...changed("Object.assign(objects.disruptionBudget.spec, { selector: { matchLabels: { app: place.name } } });"),
    check: "drains-bounded",
    sentence:
      "kubernetes:apps/v1:Deployment `kubernetes-deployment`: no PodDisruptionBudget selects its pods, so that the drain of nodes may stop all of them: declare one with maxUnavailable 1.",
  },
  {
    title: "a disruption budget that blocks every drain",
    ...changed("Object.assign(objects.disruptionBudget.spec, { maxUnavailable: 0 });"),
    check: "drains-bounded",
    sentence: [
      "kubernetes:policy/v1:PodDisruptionBudget `kubernetes-budget`: spec has maxUnavailable 0 and minAvailable not set, but with 2 pods must let one of them go and not all: set maxUnavailable to 1 and leave minAvailable out.",
      "kubernetes:policy/v1:PodDisruptionBudget `kubernetes-budget`: spec has maxUnavailable 0 and minAvailable not set, but with 1 pods must let one of them go and not all: set maxUnavailable to 1 and leave minAvailable out.",
    ],
  },
  {
    title: "readiness and liveness are swapped",
    ...changed(
      "const [api] = objects.deployment.spec.template.spec.containers;\n    if (api) [api.readinessProbe.httpGet, api.livenessProbe.httpGet] = [api.livenessProbe.httpGet, api.readinessProbe.httpGet];",
    ),
    check: "pods-probed",
    sentence: [
      'kubernetes:apps/v1:Deployment `kubernetes-deployment`: spec.template.spec.containers[0].readinessProbe.httpGet.path is "/health", but must be /ready, which fails until the model is loaded and while the pod drains.',
      'kubernetes:apps/v1:Deployment `kubernetes-deployment`: spec.template.spec.containers[0].livenessProbe.httpGet.path is "/ready", but must be /health: a pod that drains is not ready, and must not be restarted for it.',
    ],
  },
  {
    title: "no startup probe",
    ...changed(
      "Object.assign(objects.deployment.spec.template.spec.containers[0] ?? {}, { startupProbe: undefined });",
    ),
    check: "pods-probed",
    sentence:
      "kubernetes:apps/v1:Deployment `kubernetes-deployment`: spec.template.spec.containers[0].startupProbe is not set, but must be declared, or the liveness probe restarts a pod that is still loading its model.",
  },
  {
    title: "a pod of root",
    ...changed(
      "Object.assign(objects.deployment.spec.template.spec.securityContext, { runAsUser: 0, runAsNonRoot: false });",
    ),
    check: "pods-restricted",
    sentence: [
      "kubernetes:apps/v1:Deployment `kubernetes-deployment`: spec.template.spec.securityContext.runAsNonRoot is false, but must be true.",
      "kubernetes:apps/v1:Deployment `kubernetes-deployment`: spec.template.spec.securityContext.runAsUser is 0, but must be a number above 0, because the kubelet cannot tell whether a user's name is root.",
    ],
  },
  {
    title: "a privileged container",
    ...changed(
      "Object.assign(objects.deployment.spec.template.spec.containers[0]?.securityContext ?? {}, { privileged: true });",
    ),
    check: "pods-restricted",
    sentence:
      "kubernetes:apps/v1:Deployment `kubernetes-deployment`: spec.template.spec.containers[0].securityContext.privileged is true, but must be left out.",
  },
  {
    title: "a root file system that can be written to",
    ...changed(
      "Object.assign(objects.deployment.spec.template.spec.containers[0]?.securityContext ?? {}, { readOnlyRootFilesystem: false });",
    ),
    check: "pods-restricted",
    sentence:
      "kubernetes:apps/v1:Deployment `kubernetes-deployment`: spec.template.spec.containers[0].securityContext.readOnlyRootFilesystem is false, but must be true: give it an emptyDir where it writes.",
  },
  {
    title: "a token for the cluster's API",
    ...changed("Object.assign(objects.deployment.spec.template.spec, { automountServiceAccountToken: true });"),
    check: "pods-without-token",
    sentence:
      "kubernetes:apps/v1:Deployment `kubernetes-deployment`: spec.template.spec.automountServiceAccountToken is true, but must be false.",
  },
  {
    title: "pods are missing during each update",
    ...changed("Object.assign(objects.deployment.spec.strategy.rollingUpdate, { maxUnavailable: 1 });"),
    check: "rollouts-keep-serving",
    sentence:
      'kubernetes:apps/v1:Deployment `kubernetes-deployment`: spec.strategy is {"rollingUpdate":{"maxSurge":"25%","maxUnavailable":1},"type":"RollingUpdate"}, but must be a RollingUpdate with maxUnavailable 0, or pods are missing during each update.',
  },
  {
    title: "pods may call anything",
    ...changed("Object.assign(objects.networkPolicy.spec, { egress: [{}] });"),
    check: "pods-fenced",
    sentence:
      "kubernetes:networking.k8s.io/v1:NetworkPolicy `kubernetes-network`: spec.egress is [{}], which allows everything: name what is called.",
  },
  {
    title: "a namespace that takes privileged pods",
    ...changed("Object.assign(objects.namespace?.metadata ?? {}, { labels: objects.service.metadata.labels });"),
    check: "namespaces-restricted",
    sentence:
      "kubernetes:core/v1:Namespace `kubernetes-namespace`: the label pod-security.kubernetes.io/enforce is not set, but must be restricted, or the API server takes a privileged pod.",
  },
  {
    title: "a load balancer by default",
    ...changed('Object.assign(objects.service.spec, { type: "LoadBalancer" });'),
    check: "endpoint-closed",
    sentence:
      'kubernetes:core/v1:Service `kubernetes-service`: spec.type is "LoadBalancer", but must be ClusterIP, or set modelport:public to true if it is meant to be public.',
  },
  {
    title: "a pod reserves more memory than it may use",
    ...changed(
      'Object.assign(objects.deployment.spec.template.spec.containers[0]?.resources.limits ?? {}, { memory: "256Mi" });',
    ),
    check: "clouds-take-it",
    sentence: [
      "defaults",
      "public",
      "pushed to a registry",
      "loaded into kind",
      "in an existing namespace",
      "one pod",
      "behind ingress-nginx",
      "behind Google's Ingress",
      "behind a gateway of GKE",
      "behind a plain gateway",
      "public, for pages",
      "everything else",
    ].map(
      (variant) =>
        `up (${variant}): failed to register new resource kubernetes-deployment [kubernetes:apps/v1:Deployment]: Deployment "example-api" is invalid: spec.template.spec.containers[0].resources.requests: Invalid value: "512Mi": must be less than or equal to memory limit of 256Mi`,
    ),
  },
  {
    title: "an image by a tag that moves",
    file: "deployment/image.ts",
    find: "reference: `${repository}@${digest}`",
    replace: "reference: `${repository}:latest`",
    check: "images-by-digest",
    sentence:
      'kubernetes:apps/v1:Deployment `kubernetes-deployment`: spec.template.spec.containers[0].image is "registry.example.com/team/example-api:latest", but must end in @sha256: and 64 hex digits, because a tag can move to another image: use the artifact\'s digest.',
  },
  {
    title: "an image that is on the nodes alone and may be pulled",
    file: "deployment/image.ts",
    find: 'pullPolicy: "Never" }',
    replace: 'pullPolicy: "IfNotPresent" }',
    check: "images-by-digest",
    sentence:
      'kubernetes:apps/v1:Deployment `kubernetes-deployment`: spec.template.spec.containers[0].image is "docker.io/modelport/example-api:sha256-5cca49a8a9c22d9f28ea77fa1f1c4feb3331fa7fd6635170fa514f4ec8ca5561", but must end in @sha256: and 64 hex digits, because a tag can move to another image: use the artifact\'s digest.',
  },
  {
    title: "the server does not learn its part of the table of timeouts",
    file: "deploy.ts",
    find: "const environment = workloadEnvironment(settings, artifact);",
    replace: "const { KEEP_ALIVE_TIMEOUT_MS: _, ...environment } = workloadEnvironment(settings, artifact);",
    check: "timeouts-declared",
    sentence:
      'kubernetes:core/v1:ConfigMap `kubernetes-settings`: data has undefined as KEEP_ALIVE_TIMEOUT_MS, but must have "620000", which follows from facts.timeouts: spread timeoutsEnvironment(facts.timeouts.value) there.',
  },
  {
    title: "a private Service is said to answer everybody",
    file: "deploy.ts",
    find: 'if (isPublic) return { kind: "none" };',
    replace: 'if (isPublic || service !== "") return { kind: "none" };',
    check: "auth-fits-public",
    sentence: [
      "deploy (defaults): auth is none, but modelport:public is not true: return as auth what the endpoint demands of a request.",
      "deploy (pushed to a registry): auth is none, but modelport:public is not true: return as auth what the endpoint demands of a request.",
      "deploy (loaded into kind): auth is none, but modelport:public is not true: return as auth what the endpoint demands of a request.",
      "deploy (in an existing namespace): auth is none, but modelport:public is not true: return as auth what the endpoint demands of a request.",
      "deploy (one pod): auth is none, but modelport:public is not true: return as auth what the endpoint demands of a request.",
      "deploy (everything else): auth is none, but modelport:public is not true: return as auth what the endpoint demands of a request.",
    ],
  },
  {
    title: "an estimate of nodes that are not whole",
    file: "cost.ts",
    find: "const always = nodesFor(settings.minReplicas, settings, room);",
    replace: "const always = nodesFor(settings.minReplicas, settings, room) * Math.min(1, workload.requestsPerMonth);",
    check: "cost-fixed-without-traffic",
    sentence: [
      'cost: the fixed lines (defaults, 0.2 ms, peak factor 1) are [{"name":"Nodes for the pods that always run","quantity":0}] without a request and [{"name":"Nodes for the pods that always run","quantity":730}] with 1: what grows with requests is a usageLine.',
      'cost: the fixed lines (defaults, 0.2 ms, peak factor 1, free tier) are [{"name":"Nodes for the pods that always run","quantity":0}] without a request and [{"name":"Nodes for the pods that always run","quantity":730}] with 1: what grows with requests is a usageLine.',
      'cost: the fixed lines (defaults, 1 ms, peak factor 3) are [{"name":"Nodes for the pods that always run","quantity":0}] without a request and [{"name":"Nodes for the pods that always run","quantity":730}] with 1: what grows with requests is a usageLine.',
      'cost: the fixed lines (defaults, 1 ms, peak factor 3, free tier) are [{"name":"Nodes for the pods that always run","quantity":0}] without a request and [{"name":"Nodes for the pods that always run","quantity":730}] with 1: what grows with requests is a usageLine.',
      'cost: the fixed lines (defaults, 200 ms, peak factor 1) are [{"name":"Nodes for the pods that always run","quantity":0}] without a request and [{"name":"Nodes for the pods that always run","quantity":730}] with 1: what grows with requests is a usageLine.',
    ],
  },
];
