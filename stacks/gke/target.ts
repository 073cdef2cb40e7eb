import { GOOGLE_CLOUD } from "@modelport/google/provider";
import { workloadSizes } from "@modelport/kubernetes-workload";
import { defineTarget } from "@modelport/target-kit";
import { cost } from "./cost.ts";
import { defaultsFor } from "./defaults.ts";
import { facts } from "./facts.ts";
import { allowances, prices, pricesElsewhere, switches } from "./prices.ts";
import { rules } from "./rules.ts";
import { settings } from "./settings.ts";

export const gke = defineTarget({
  name: "gke",
  provider: GOOGLE_CLOUD,
  artifacts: ["oci-image"],
  settings,
  rules,
  defaultsFor,
  settingsFor: workloadSizes,
  inExistingCluster: { cluster: "your-cluster" },
  sharing: { further: { cluster: "existing" } },
  facts,
  prices,
  pricesElsewhere,
  allowances,
  switches,
  outputs: {
    project: "The Google Cloud project.",
    region: "The region of the cluster and of the repository.",
    clusterName: "The name of the cluster.",
    credentialsCommand: "The command that lets kubectl call the cluster.",
    namespace: "The namespace of the workload.",
    serviceName: "The name of the Deployment, its Service and its other objects.",
    imageReference: "The image in the repository, by its digest.",
  },
  instanceSize: ({ limitVcpus, limitMemoryMiB }) => ({ vcpus: limitVcpus, memoryMiB: limitMemoryMiB }),
  cost,
});
