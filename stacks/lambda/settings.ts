import { appSettings, LOG_RETENTION_DAYS, textMap } from "@modelport/target-kit";
import * as z from "zod";
import { USUAL_MEMORY_MIB } from "./sizes.ts";

const list = (what: string, item: z.ZodString) =>
  z
    .array(item)
    .default([])
    .meta({ allowed: `a list of ${what}` });

/** The settings of the Lambda target, as `modelport:<key>` in a stack's file, beside `aws:region`. */
export const settings = z.strictObject({
  ...appSettings,
  endpoint: z
    .enum(["function-url", "http-api", "rest-api"])
    .default("function-url")
    .meta({ meant: { url: "function-url", "api-gateway": "http-api" } })
    .describe("What receives HTTP requests for the function."),
  invokers: list(
    "account ids and ARNs of roles and users (use modelport:public for everyone)",
    z.string().regex(/^(\d{12}|arn:aws[\w-]*:iam::\d{12}:.+)$/),
  ).describe("Who else may call a private endpoint; callers of this account need no entry."),
  streaming: z
    .boolean()
    .default(false)
    .describe(
      "Whether responses are streamed, so that the response to a batch may exceed 6 MB; the rest arrives at 2 MB/s.",
    ),
  throttleRequestsPerSecond: z
    .number()
    .positive()
    .max(10_000)
    .optional()
    .describe("The average requests per second that an API admits. Default: throttleBurst, if that is set."),
  throttleBurst: z
    .int()
    .min(1)
    .max(5_000)
    .optional()
    .describe("The most requests that an API admits at once. Default: throttleRequestsPerSecond, if that is set."),
  package: z
    .enum(["zip", "image"])
    .default("zip")
    .meta({ meant: { container: "image", docker: "image", oci: "image" } })
    .describe("What is deployed; an image is pushed to the stack's own repository."),
  architecture: z
    .enum(["x86_64", "arm64"])
    .default("x86_64")
    .meta({ meant: { x64: "x86_64", amd64: "x86_64", aarch64: "arm64", graviton: "arm64" } })
    .describe("The function's processor architecture; arm64 logs warnings at each cold start."),
  memoryMiB: z
    .int()
    .min(128)
    .max(10_240)
    .default(USUAL_MEMORY_MIB)
    .describe("Memory of an instance; its share of vCPUs grows with it, one at 1769."),
  timeoutSeconds: z
    .int()
    .min(1)
    .max(900)
    .default(30)
    .describe("How long an invocation may take. Default behind a REST API: 29."),
  reservedConcurrency: z
    .int()
    .min(0)
    .optional()
    .describe(
      "The most instances at a time, reserved from the account's concurrency (a new account has none to spare); 0 stops the function.",
    ),
  provisionedConcurrency: z.int().min(1).optional().describe("Instances that are kept warm, and billed while idle."),
  keepVersions: z
    .int()
    .min(1)
    .optional()
    .describe("Published versions to keep, besides those in use. Default: all of them."),
  tags: textMap.describe("Additional tags of every resource."),
  subnetIds: list("subnet ids", z.string().regex(/^subnet-[0-9a-f]+$/)).describe(
    "Subnets of the VPC that the function can reach.",
  ),
  securityGroupIds: list("security group ids", z.string().regex(/^sg-[0-9a-f]+$/)).describe(
    "The function's security groups in that VPC, at most 4; the target adds one without rules.",
  ),
  platformLogLevel: z
    .enum(["debug", "info", "warn"])
    .default("warn")
    .meta({ aliases: { warning: "warn" } })
    .describe("Level of Lambda's own log lines; `info` logs a start and a report per invocation."),
  logRetentionDays: z.literal(LOG_RETENTION_DAYS).default(30).describe("How long log lines are kept."),
  alarms: z.boolean().default(true).describe("Whether alarms watch errors, the p99 of durations, and throttles."),
  alarmP99Ms: z.int().min(1).max(900_000).default(1000).describe("The p99 of durations above which the alarm fires."),
  alarmTopicArn: z
    .string()
    .regex(/^arn:aws[\w-]*:sns:[\w-]+:\d{12}:.+$/)
    .optional()
    .meta({ allowed: "the ARN of an SNS topic" })
    .describe("SNS topic that the alarms notify."),
  metrics: z
    .boolean()
    .default(true)
    .describe("CloudWatch metrics of requests, latency, errors, predictions, batches and cold starts."),
  metricsNamespace: z
    .string()
    .regex(/^(?!AWS\/)[\w.\-/#:]{1,255}$/)
    .default("modelport")
    .meta({ allowed: "1 to 255 letters, digits or . - _ / # :, not beginning with AWS/" })
    .describe("CloudWatch namespace of those metrics."),
  tracing: z.boolean().default(false).describe("Whether AWS X-Ray traces invocations."),
});

export type LambdaSettings = z.output<typeof settings>;

/** The artifact's kind for a `package`, in packaging's words. */
export const ARTIFACT_KIND = { zip: "lambda-zip", image: "oci-image" } as const;
/** The artifact's platform for an `architecture`, in packaging's words. */
export const ARTIFACT_PLATFORM = { x86_64: "linux-x64", arm64: "linux-arm64" } as const;
