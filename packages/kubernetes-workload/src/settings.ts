// The settings of every target that runs the workload: the target spreads them into its own.
import { appSettings, textMap } from "@modelport/target-kit";
import * as z from "zod";
import { USUAL } from "./sizes.ts";

/** Names of namespaces and Services are DNS labels, other names are DNS subdomains. */
const label = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const subdomain = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/;
const domainName = /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/;
const gatewayName = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\/[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/;

const vcpus = z.number().min(0.05).max(64);
const memoryMiB = z.int().min(128).max(65_536);
const replicas = z.int().min(1).max(1000);

export const workloadSettings = {
  minReplicas: replicas.default(USUAL.minReplicas).describe("Pods that always run. Default below 2 maxReplicas: 1."),
  maxReplicas: replicas
    .default(USUAL.maxReplicas)
    .describe("The most pods that the autoscaler asks for. Default above 10 minReplicas: as many."),
  cpuTargetPercent: z
    .int()
    .min(10)
    .max(200)
    .default(70)
    .describe("The CPU load, in percent of requestVcpus, that the autoscaler aims for."),
  scaleUpWindowSeconds: z
    .int()
    .min(0)
    .max(3600)
    .default(0)
    .describe("How long a higher load must last before pods are added."),
  scaleDownWindowSeconds: z
    .int()
    .min(0)
    .max(3600)
    .default(300)
    .describe("How long a lower load must last before pods are removed."),
  requestVcpus: vcpus
    .default(USUAL.requestVcpus)
    .describe("vCPUs that a node reserves for a pod. Default below 0.25 limitVcpus: as many."),
  limitVcpus: vcpus
    .default(USUAL.limitVcpus)
    .describe("The most vCPUs of a pod; a process serves on each whole one. Default above 0.5 requestVcpus: as many."),
  requestMemoryMiB: memoryMiB
    .default(USUAL.requestMemoryMiB)
    .describe("Memory that a node reserves for a pod. Default below 512 limitMemoryMiB: as much."),
  limitMemoryMiB: memoryMiB
    .default(USUAL.limitMemoryMiB)
    .describe(
      "The most memory of a pod. Default above 1024 requestMemoryMiB: as much; from 2 limitVcpus: what their processes need.",
    ),
  startupSeconds: z.int().min(1).max(600).default(60).describe("How long a new pod may take to become ready."),
  namespace: z
    .string()
    .regex(label)
    .optional()
    .meta({ allowed: "the name of a namespace", sample: "shop" })
    .describe("An existing namespace. Default: one of the stack's own, with restricted Pod Security."),
  imagePullSecret: z
    .string()
    .regex(subdomain)
    .optional()
    .meta({ allowed: "the name of a Secret" })
    .describe("Secret in that namespace with the credentials of the image's registry."),
  labels: textMap.meta({ sample: { team: "risk" } }).describe("Additional labels of all objects and pods."),
  host: z
    .string()
    .regex(domainName)
    .optional()
    .meta({ allowed: "a domain name in lower case" })
    .describe("Domain name of a public deployment. Default: the address of a load balancer of its own."),
  ingressClass: z
    .string()
    .regex(subdomain)
    .optional()
    .meta({ allowed: "the name of an IngressClass" })
    .describe("Controller of the Ingress for the host. Default: the cluster's."),
  tlsSecret: z
    .string()
    .regex(subdomain)
    .optional()
    .meta({ allowed: "the name of a Secret" })
    .describe("Secret in the namespace with the certificate for the host; without it the Ingress speaks http."),
  gateway: z
    .string()
    .regex(gatewayName)
    .optional()
    .meta({ allowed: "the namespace and name of a Gateway, such as infra/public" })
    .describe("Gateway that routes the host, instead of an Ingress."),
  gatewayTls: z.boolean().default(true).describe("Whether clients reach that Gateway over https."),
  gatewayPolicies: z
    .enum(["none", "gke"])
    .default("none")
    .describe("Policies that the Gateway's controller needs: GKE's for timeouts and health checks."),
  metrics: z
    .enum(["none", "service-monitor", "pod-monitoring"])
    .default("none")
    .meta({
      meant: { prometheus: "service-monitor", servicemonitor: "service-monitor", podmonitoring: "pod-monitoring" },
    })
    .describe("What scrapes /metrics: the Prometheus operator's ServiceMonitor or Google's PodMonitoring."),
} as const;

const both = z.strictObject({ ...appSettings, ...workloadSettings });

/** The settings of the app and of the workload. */
export type WorkloadSettings = z.output<typeof both>;
