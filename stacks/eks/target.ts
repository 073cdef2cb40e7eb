import { AWS } from "@modelport/aws/provider";
import { podsOfServices, workloadSizes } from "@modelport/kubernetes-workload";
import { defineTarget } from "@modelport/target-kit";
import { cost } from "./cost.ts";
import { defaultsFor } from "./defaults.ts";
import { facts } from "./facts.ts";
import { allowances, course, prices, pricesElsewhere, switches } from "./prices.ts";
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
  inExistingCluster: { cluster: "your-cluster" },
  sharing: { further: { cluster: "existing" }, ofAll: podsOfServices },
  facts,
  prices,
  pricesElsewhere,
  allowances,
  switches,
  priceBooks: { course },
  outputs: {
    cluster: "The name of the cluster.",
    kubeconfigCommand: "The command that adds the cluster to your kubeconfig, under the stack's name.",
    namespace: "The namespace of the workload.",
    serviceName: "The name of the Deployment, its Service and its other objects.",
    imageReference: "The image in the repository, by its digest.",
    nodes: "The nodes that are there, and how many pods they hold.",
  },
  instanceSize: ({ limitVcpus, limitMemoryMiB }) => ({ vcpus: limitVcpus, memoryMiB: limitMemoryMiB }),
  cost,
});
