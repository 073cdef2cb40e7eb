import { podsOfServices, workloadSizes } from "@modelport/kubernetes-workload";
import { defineTarget } from "@modelport/target-kit";
import { cost } from "./cost.ts";
import { defaultsFor } from "./defaults.ts";
import { facts } from "./facts.ts";
import { allowances, prices } from "./prices.ts";
import { rules } from "./rules.ts";
import { settings } from "./settings.ts";

export const kubernetes = defineTarget({
  name: "kubernetes",
  artifacts: ["oci-image"],
  settings,
  rules,
  defaultsFor,
  settingsFor: workloadSizes,
  // Its nodes are paid for with or without this model.
  inExistingCluster: { nodeUsdPerHour: 0 },
  sharing: { ofAll: podsOfServices },
  facts,
  prices,
  allowances,
  outputs: {
    namespace: "The namespace of the workload.",
    serviceName: "The name of the Deployment, its Service and its other objects.",
    imageReference: "The image as the pods name it.",
    nodes: "How many nodes of the given size the autoscaler's least and most pods need.",
  },
  instanceSize: ({ limitVcpus, limitMemoryMiB }) => ({ vcpus: limitVcpus, memoryMiB: limitMemoryMiB }),
  cost,
});
