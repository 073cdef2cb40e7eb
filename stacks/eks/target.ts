import { AWS } from "@modelport/aws/provider";
import { workloadSizes } from "@modelport/kubernetes-workload";
import { defineTarget } from "@modelport/target-kit";
import { cost } from "./cost.ts";
import { defaultsFor } from "./defaults.ts";
import { facts } from "./facts.ts";
import { allowances, course, prices, pricesElsewhere } from "./prices.ts";
import { rules } from "./rules.ts";
import { settings } from "./settings.ts";

export const eks = defineTarget({
  name: "eks",
  provider: AWS,
  artifacts: ["oci-image"],
  settings,
  rules,
  defaultsFor,
  settingsFor: workloadSizes,
  facts,
  prices,
  pricesElsewhere,
  allowances,
  priceBooks: { course },
  outputs: {
    cluster: "The name of the cluster.",
    kubeconfigCommand: "The command that adds the cluster to your kubeconfig, under the stack's name.",
    namespace: "The namespace of the workload.",
    serviceName: "The name of the Deployment, its Service and its other objects.",
    imageReference: "The image in the repository, by its digest.",
    nodes: "The nodes that are there, and how many pods they hold.",
  },
  cost,
});
