import { appSettings, LOG_RETENTION_DAYS, textMap } from "@modelport/target-kit";
import { workloadSettings } from "@modelport/kubernetes-workload";
import * as z from "zod";
import { NODE_TYPE_NAMES } from "./node-types.ts";
import { USUAL } from "./sizes.ts";
import { NEWEST, VERSION_NAMES } from "./versions.ts";

const list = (what: string, item: z.ZodType<string, string>, most = 16) =>
  z
    .array(item)
    .max(most)
    .default([])
    .meta({ allowed: `a list of ${what}` });

/** Users and roles, but no account: `root` would be everyone in it. */
const principal = z.string().regex(/^arn:aws[\w-]*:iam::\d{12}:(user|role)\/[\w+=,.@/-]+$/);

/** https://docs.aws.amazon.com/eks/latest/userguide/control-plane-logs.html */
const LOGS = ["api", "audit", "authenticator", "controllerManager", "scheduler"] as const;

/** The settings of the target eks, as `modelport:<key>` in a stack's file, beside `aws:region`. */
export const settings = z.strictObject({
  ...appSettings,
  ...workloadSettings,
  startupSeconds: z
    .int()
    .min(1)
    .max(600)
    .default(USUAL.startupSeconds.nodeGroup)
    .describe("How long a new pod may take to become ready. Default in Auto Mode: 240, with its node."),
  kubernetesVersion: z
    .enum(VERSION_NAMES)
    .default(NEWEST)
    .describe("Kubernetes version of the cluster; EKS upgrades by one version at a time, and never back."),
  extendedSupport: z
    .boolean()
    .default(false)
    .describe("Whether the cluster stays on its version after standard support, which then costs six times as much."),
  nodeType: z
    .enum(NODE_TYPE_NAMES)
    .default(USUAL.nodeType)
    .describe(
      "Type of the nodes; in Auto Mode for the estimate only. Default where its pods do not fit: a larger one.",
    ),
  nodes: z
    .int()
    .min(1)
    .max(USUAL.mostNodes)
    .default(USUAL.nodes)
    .describe("Nodes that always run. Default: three, or what maxReplicas needs if that is more."),
  autoMode: z
    .boolean()
    .default(false)
    .describe("Whether EKS starts and stops nodes as the pods need them (Auto Mode), for 12 % more per node."),
  subnetIds: list("subnet ids", z.string().regex(/^subnet-[0-9a-f]+$/)).describe(
    "Subnets of the cluster and its nodes, in at least two zones; their VPC and zones stay. Default: three of the default VPC.",
  ),
  apiCidrs: list("address ranges, such as your own address and /32", z.cidrv4(), 40).describe(
    "IPv4 address ranges that may call the Kubernetes API; that of the machine that runs `up` must be among them.",
  ),
  apiPrivate: z
    .boolean()
    .default(false)
    .describe("Whether the Kubernetes API is reachable from its VPC only, where `up` must then run."),
  apiOpen: z
    .boolean()
    .default(false)
    .describe("Whether the Kubernetes API is reachable from everywhere; callers need credentials all the same."),
  adminArns: list("ARNs of IAM users and roles", principal, 50).describe(
    "Who administers the cluster, beside the account that created it.",
  ),
  clusterLogs: z
    .array(z.enum(LOGS))
    .max(LOGS.length)
    .default(["audit", "authenticator"])
    .meta({ allowed: `a list of ${LOGS.join(", ")}` })
    .describe("Logs of the control plane that CloudWatch gets."),
  logRetentionDays: z.literal(LOG_RETENTION_DAYS).default(30).describe("How long those log lines are kept."),
  secretsKeyArn: z
    .string()
    .regex(/^arn:aws[\w-]*:kms:[\w-]+:\d{12}:key\/[\w-]+$/)
    .optional()
    .meta({ allowed: "the ARN of a KMS key" })
    .describe("KMS key that encrypts Secrets, for good. Default: a key that AWS owns."),
  deletionProtection: z.boolean().default(false).describe("Whether AWS refuses to delete the cluster."),
  cluster: z
    .string()
    .regex(/^[0-9A-Za-z][0-9A-Za-z_-]{0,99}$/)
    .optional()
    .meta({ allowed: "the name of an EKS cluster in the region" })
    .describe("An existing cluster to deploy into. Default: one of the stack's own."),
  allowedCidrs: list("address ranges such as 203.0.113.0/24", z.cidrv4()).describe(
    "IPv4 address ranges that may call the endpoint, through a load balancer that faces the internet.",
  ),
  tags: textMap.describe("Additional tags of every resource in AWS."),
});

export type EksSettings = z.output<typeof settings>;
