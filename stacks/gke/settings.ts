import { appSettings, textMap } from "@modelport/target-kit";
import { workloadSettings } from "@modelport/kubernetes-workload";
import * as z from "zod";
import { POD } from "./autopilot.ts";
import { machineTypes, USUAL } from "./sizes.ts";

/** https://github.com/hashicorp/terraform-provider-google/blob/main/google/services/container/resource_container_cluster.go */
const clusterName = /^[a-z]([a-z0-9-]{0,38}[a-z0-9])?$/;
const networkName = /^(projects\/[a-z0-9:.-]+\/[a-z0-9/-]+|[a-z]([a-z0-9-]{0,61}[a-z0-9])?)$/;
const cidr = /^((25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(25[0-5]|2[0-4]\d|1?\d?\d)\/(3[0-2]|[12]?\d)$/;
const zone = /^[a-z]+-[a-z]+\d+-[a-z]$/;
const clock = /^([01]\d|2[0-3]):[0-5]\d$/;

const nodesPerZone = z.int().min(1).max(300);

/** The settings of the target gke, as `modelport:<key>` in a stack's file, beside `gcp:project` and `gcp:region`. */
export const settings = z.strictObject({
  ...appSettings,
  mode: z
    .enum(["autopilot", "standard"])
    .default("autopilot")
    .describe("Who operates the nodes: Google, billed by what pods reserve, or you, billed by node."),
  cluster: z
    .string()
    .regex(clusterName)
    .optional()
    .meta({ allowed: "the name of a regional cluster" })
    .describe("An existing cluster in gcp:region, of that mode. Default: one of the stack's own."),
  releaseChannel: z
    .enum(["rapid", "regular", "stable", "extended"])
    .default(USUAL.releaseChannel)
    .describe("How soon Google upgrades the cluster to a new version of Kubernetes."),
  maintenanceStart: z
    .string()
    .regex(clock)
    .default(USUAL.maintenanceStart)
    .meta({ allowed: "a time such as 03:00", sample: "22:30" })
    .describe("When the four hours begin, in UTC, in which Google upgrades the cluster."),
  network: z
    .string()
    .regex(networkName)
    .default(USUAL.network)
    .meta({ allowed: "the name or path of a VPC network", sample: "main" })
    .describe("VPC network of the cluster, in the same project."),
  subnetwork: z
    .string()
    .regex(networkName)
    .optional()
    .meta({ allowed: "the name or path of a subnetwork" })
    .describe(
      "Subnetwork of the nodes, with Private Google Access. Default: the one with the network's name in that region.",
    ),
  privateNodes: z.boolean().default(USUAL.privateNodes).describe("Whether nodes have internal addresses only."),
  controlPlane: z
    .enum(["dns", "public", "private"])
    .default("dns")
    .meta({ meant: { cidrs: "public", internal: "private", iam: "dns" } })
    .describe(
      "How the cluster's API is reached: by a DNS name that IAM guards, at a public address from apiCidrs, or from the VPC only.",
    ),
  apiCidrs: z
    .array(z.string().regex(cidr))
    .default([])
    .meta({ allowed: "a list of address ranges such as 203.0.113.0/24", sample: ["203.0.113.0/24"] })
    .describe("From which addresses a public control plane is reached, or a private one beside those of its nodes."),
  machineType: z
    .enum(machineTypes)
    .default(USUAL.machineType)
    .describe("Machine type of the nodes of a Standard cluster. Default above what it holds: the smallest that fits."),
  minNodesPerZone: nodesPerZone
    .default(USUAL.minNodesPerZone)
    .describe("Nodes that each zone of a Standard cluster always has."),
  maxNodesPerZone: nodesPerZone
    .default(USUAL.maxNodesPerZone)
    .describe("The most nodes of a zone of a Standard cluster. Default: what maxReplicas and a rollout need."),
  zones: z
    .array(z.string().regex(zone))
    .default([])
    .meta({ allowed: "a list of zones such as us-central1-a", sample: ["us-central1-a", "us-central1-f"] })
    .describe("Zones of a Standard cluster's nodes. Default: three of the region."),
  spot: z.boolean().default(USUAL.spot).describe("Whether a Standard cluster's nodes are Spot VMs."),
  ...workloadSettings,
  requestVcpus: z
    .number()
    .min(POD.leastVcpus)
    .max(POD.mostVcpus)
    .default(0.25)
    .describe("vCPUs that are reserved for a pod. Default under Autopilot: as few as the memory needs."),
  startupSeconds: z
    .int()
    .min(1)
    .max(600)
    .default(USUAL.startupSeconds)
    .describe("How long a new pod may take to become ready, and its node under Autopilot. Default with Standard: 60."),
  labels: textMap.meta({ sample: { team: "risk" } }).describe("Additional labels of all objects, pods and resources."),
  keepImages: z.int().min(1).max(1000).default(10).describe("Images that the repository keeps, however old."),
  deletionProtection: z.boolean().default(false).describe("Whether `destroy` keeps the cluster, and fails."),
});

export type GkeSettings = z.output<typeof settings>;
