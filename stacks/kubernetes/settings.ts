import { appSettings } from "@modelport/target-kit";
import { workloadSettings } from "@modelport/kubernetes-workload";
import * as z from "zod";

const repositoryName = /^[a-z0-9][a-z0-9.-]*(:\d{1,5})?(\/[a-z0-9]+([._-]+[a-z0-9]+)*)+$/;
const clusterName = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,62}$/;

/** The settings of the target kubernetes, as `modelport:<key>` in a stack's file, beside `kubernetes:context`. */
export const settings = z.strictObject({
  ...appSettings,
  imageRepository: z
    .string()
    .regex(repositoryName)
    .optional()
    .meta({
      allowed: "a registry and a name, such as registry.example.com/team/churn-api, without tag and digest",
      sample: "registry.example.com/team/churn-api",
    })
    .describe("Where the cluster pulls the image from; the digest is that of the packaged image."),
  pushImage: z
    .boolean()
    .default(true)
    .describe("Whether `up` pushes the image there; false if something else has pushed it."),
  loadInto: z
    .enum(["none", "kind", "minikube", "containerd"])
    .default("none")
    .meta({ example: "kind" })
    .describe("Local cluster whose nodes get the image instead of a registry; containerd is that of this machine."),
  localCluster: z
    .string()
    .regex(clusterName)
    .optional()
    .meta({ allowed: "the name of a kind cluster or a minikube profile" })
    .describe("Name of that kind cluster or minikube profile. Default: kind, or minikube."),
  ...workloadSettings,
  nodeVcpus: z
    .number()
    .min(0.5)
    .max(512)
    .default(2)
    .describe("vCPUs of a node; for the estimate only. Default above 1.9 requestVcpus: more."),
  nodeMemoryGiB: z
    .number()
    .min(1)
    .max(4096)
    .default(8)
    .describe("Memory of a node in GiB; for the estimate only. Default above 6 GiB a pod: more."),
  nodeUsdPerHour: z
    .number()
    .min(0)
    .max(1000)
    .optional()
    .describe("What a node costs an hour; for the estimate only, where a node has no known price without it."),
});

export type KubernetesSettings = z.output<typeof settings>;
