// What each object of a stack costs in the team's own cluster: nodes, and what has no price.
import { DEPLOYMENT, workloadBilling } from "@modelport/kubernetes-workload/billing";
import { type Billing, byTraffic, engineBilling, withoutLine } from "@modelport/target-kit/billing";

export const billing: Billing = {
  ...engineBilling,
  ...workloadBilling,
  [DEPLOYMENT]: () => byTraffic("Nodes for the pods that always run", "Nodes for the busiest hour"),
  ...withoutLine(
    "Only the cluster's owner knows what its load balancers, routes and metrics cost; cost.ts says so.",
    "https://kubernetes.io/docs/concepts/services-networking/service/#loadbalancer",
    [
      "kubernetes:core/v1:Service",
      "kubernetes:gateway.networking.k8s.io/v1:HTTPRoute",
      "kubernetes:monitoring.googleapis.com/v1:PodMonitoring",
      "kubernetes:networking.k8s.io/v1:Ingress",
    ],
  ),
};
