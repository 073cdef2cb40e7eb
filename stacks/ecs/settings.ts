import { appSettings, LOG_RETENTION_DAYS, textMap } from "@modelport/target-kit";
import * as z from "zod";
import { USUAL } from "./sizes.ts";

const list = (what: string, item: z.ZodType<string, string>, most = 16) =>
  z
    .array(item)
    .max(most)
    .default([])
    .meta({ allowed: `a list of ${what}` });

const arn = (service: string, resource: string) =>
  z.string().regex(new RegExp(`^arn:aws[\\w-]*:${service}:[\\w-]+:\\d{12}:${resource}$`));

const percent = z.number().min(1).max(100);
const minutes = z.int().min(0).max(1440);

/** The settings of the ECS target, as `modelport:<key>` in a stack's file, beside `aws:region`. */
export const settings = z.strictObject({
  ...appSettings,
  cpu: z
    .int()
    .min(256)
    .max(16_384)
    .default(USUAL.cpu)
    .describe("CPU units of a task; 1024 are one vCPU, and each whole vCPU runs a worker process."),
  memoryMiB: z.int().min(512).max(122_880).default(USUAL.memoryMiB).describe("Memory of a task."),
  architecture: z
    .enum(["x86_64", "arm64"])
    .default("x86_64")
    .meta({ meant: { x64: "x86_64", amd64: "x86_64", aarch64: "arm64", graviton: "arm64" } })
    .describe("The processor architecture of the tasks; there is no image for arm64 yet."),
  spot: z
    .boolean()
    .default(false)
    .describe("Whether tasks beyond minTasks run on Fargate Spot, which AWS may stop with two minutes' notice."),
  minTasks: z.int().min(1).max(5000).default(2).describe("The fewest tasks; two run in different zones."),
  maxTasks: z.int().min(1).max(5000).default(10).describe("The most tasks."),
  targetCpuPercent: percent.default(60).describe("The mean CPU load of the tasks that scaling aims at."),
  targetRequestsPerMinute: z
    .int()
    .min(1)
    .optional()
    .describe("The requests per minute and task that scaling aims at too. Default: scale on CPU alone."),
  allowedCidrs: list("address ranges such as 203.0.113.0/24", z.cidrv4()).describe(
    "IPv4 address ranges that may call the endpoint; with any, the load balancer faces the internet.",
  ),
  certificateArn: arn("acm", "certificate/[\\w-]+")
    .optional()
    .meta({ allowed: "the ARN of an ACM certificate" })
    .describe("Certificate for HTTPS; plain HTTP is then redirected."),
  domain: z
    .string()
    .regex(/^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/)
    .optional()
    .meta({ allowed: "a domain name in lower case" })
    .describe("The host name in the URL, which your DNS points to the load balancer and which its certificate is for."),
  listenerArn: arn("elasticloadbalancing", "listener/app/[\\w-]+/[0-9a-f]+/[0-9a-f]+")
    .optional()
    .meta({ allowed: "the ARN of an ALB listener" })
    .describe("A listener to share instead of a load balancer of the stack's own."),
  listenerHosts: list("host names such as churn.example.com", z.string().regex(/^[A-Za-z0-9*?.-]{1,128}$/)).describe(
    "Host names whose requests that listener forwards to the tasks.",
  ),
  listenerPaths: list("paths such as /api/*", z.string().regex(/^\/\S{0,127}$/)).describe(
    "Paths whose requests that listener forwards to the tasks, unchanged.",
  ),
  listenerPriority: z
    .int()
    .min(1)
    .max(50_000)
    .optional()
    .describe("The rule's priority at that listener. Default: the next free one."),
  vpcId: z
    .string()
    .regex(/^vpc-[0-9a-f]+$/)
    .optional()
    .meta({ allowed: "a VPC id" })
    .describe("VPC of the tasks and the load balancer. Default: the account's default VPC."),
  subnetIds: list("subnet ids", z.string().regex(/^subnet-[0-9a-f]+$/)).describe(
    "Subnets of the tasks. Default: one per zone of the VPC.",
  ),
  loadBalancerSubnetIds: list("subnet ids", z.string().regex(/^subnet-[0-9a-f]+$/)).describe(
    "Subnets of the load balancer, in at least two zones. Default: those of the tasks.",
  ),
  egress: z
    .enum(["public-ip", "vpc-endpoints", "subnet-routes"])
    .default("public-ip")
    .meta({ meant: { nat: "subnet-routes", public: "public-ip", private: "vpc-endpoints" } })
    .describe("How tasks reach ECR and CloudWatch: by a public address, VPC endpoints, or what the subnets route to."),
  deployment: z
    .enum(["rolling", "blue-green", "linear", "canary"])
    .default("rolling")
    .meta({ meant: { bluegreen: "blue-green", "blue/green": "blue-green" } })
    .describe("How tasks are replaced; all but `rolling` shift traffic between two sets of tasks."),
  bakeMinutes: minutes
    .default(5)
    .describe("How long both sets run after the traffic has shifted, so that alarms can roll back."),
  stepPercent: percent.default(10).describe("The share of traffic that a `linear` step or the `canary` gets."),
  stepMinutes: minutes.default(5).describe("How long a `linear` step or the `canary` lasts."),
  logRetentionDays: z.literal(LOG_RETENTION_DAYS).default(30).describe("How long log lines are kept."),
  alarms: z.boolean().default(true).describe("Whether alarms watch 5xx, the p99 of latency, and unhealthy tasks."),
  alarmP99Ms: z.int().min(1).max(60_000).default(1000).describe("The p99 of latency above which the alarm fires."),
  alarmTopicArn: arn("sns", ".+")
    .optional()
    .meta({ allowed: "the ARN of an SNS topic" })
    .describe("SNS topic that the alarms notify."),
  containerInsights: z
    .enum(["disabled", "enabled", "enhanced"])
    .default("disabled")
    .meta({ meant: { off: "disabled", on: "enabled" } })
    .describe("CloudWatch Container Insights, which is billed by metric."),
  ecsExec: z.boolean().default(false).describe("Whether `aws ecs execute-command` may open a process in a task."),
  accessLogsBucket: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/)
    .optional()
    .meta({ allowed: "the name of an S3 bucket that admits the load balancer's logs" })
    .describe("Bucket for the load balancer's access logs."),
  deletionProtection: z.boolean().default(false).describe("Whether AWS refuses to delete the load balancer."),
  tags: textMap.describe("Additional tags of every resource."),
});

export type EcsSettings = z.output<typeof settings>;
