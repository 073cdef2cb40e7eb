// Objects of the workload: what they cost is what their cluster costs.
import {
  type BilledResource,
  type Billing,
  inputOf,
  numberOf,
  theOne,
  withoutLine,
} from "@modelport/target-kit/billing";

export const AUTOSCALER = "kubernetes:autoscaling/v2:HorizontalPodAutoscaler";
export const DEPLOYMENT = "kubernetes:apps/v1:Deployment";

/** The pods that always run. */
export const leastPods = (stack: readonly BilledResource[]): number =>
  numberOf(theOne(stack, AUTOSCALER), "spec.minReplicas");

/** What a pod reserves. */
export function podRequests(stack: readonly BilledResource[]): { readonly vcpus: number; readonly memoryMiB: number } {
  const requests = inputOf(theOne(stack, DEPLOYMENT), "spec.template.spec.containers.0.resources.requests");
  const { cpu, memory } = requests as { readonly cpu: string; readonly memory: string };
  return {
    vcpus: cpu.endsWith("m") ? Number(cpu.slice(0, -1)) / 1000 : Number(cpu),
    memoryMiB: memory.endsWith("Gi") ? Number(memory.slice(0, -2)) * 1024 : Number(memory.replace(/Mi$/, "")),
  };
}

export const isLoadBalancer = (service: BilledResource): boolean => inputOf(service, "spec.type") === "LoadBalancer";

/** The class of an Ingress, as its annotation or its field names it. */
export function ingressClass(ingress: BilledResource): unknown {
  const annotations = inputOf(ingress, "metadata.annotations") as Readonly<Record<string, unknown>> | undefined;
  return annotations?.["kubernetes.io/ingress.class"] ?? inputOf(ingress, "spec.ingressClassName");
}

/** Objects that are records in the cluster's own store. */
export const workloadBilling: Billing = withoutLine(
  "It is a record in the cluster, whose nodes and control plane are billed.",
  "https://kubernetes.io/docs/concepts/overview/working-with-objects/",
  [
    AUTOSCALER,
    "kubernetes:cloud.google.com/v1:BackendConfig",
    "kubernetes:core/v1:ConfigMap",
    "kubernetes:core/v1:Namespace",
    "kubernetes:core/v1:ServiceAccount",
    "kubernetes:monitoring.coreos.com/v1:ServiceMonitor",
    "kubernetes:networking.gke.io/v1:GCPBackendPolicy",
    "kubernetes:networking.gke.io/v1:HealthCheckPolicy",
    "kubernetes:networking.k8s.io/v1:NetworkPolicy",
    "kubernetes:policy/v1:PodDisruptionBudget",
  ],
);
