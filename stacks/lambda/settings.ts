import { corsOrigins, logLevel } from "@modelport/target-kit";
import * as z from "zod";
import { brokenRules } from "./setting-rules.ts";

/** What CloudWatch Logs takes as `retentionInDays`; "for ever" is not among them on purpose. */
const RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

const list = (what: string, item: z.ZodString) =>
  z
    .array(item)
    .default([])
    .meta({ allowed: `a list of ${what}` });
const texts = z.record(z.string(), z.string()).default({}).meta({ allowed: "a map of names to texts" });

/** The settings of the Lambda target, as `modelport:<key>` in a stack's file; `aws:region` stands beside them. */
export const settings = z
  .strictObject({
    endpoint: z
      .enum(["function-url", "http-api", "rest-api"])
      .default("function-url")
      .meta({ meant: { url: "function-url", "api-gateway": "http-api" } })
      .describe("What takes HTTP requests for the function."),
    public: z.boolean().default(false).describe("Whether anybody may ask it; else requests are signed for IAM."),
    invokers: list(
      "account ids and ARNs of roles and users (for everybody there is modelport:public)",
      z.string().regex(/^(\d{12}|arn:aws[\w-]*:iam::\d{12}:.+)$/),
    ).describe("Who may ask a private HTTP endpoint beside this account."),
    corsOrigins,
    streaming: z
      .boolean()
      .default(false)
      .describe(
        "Whether answers leave while they are made, so that a batch may answer more than 6 MB; beyond, at 2 MB/s.",
      ),
    throttleRequestsPerSecond: z
      .number()
      .positive()
      .max(10_000)
      .optional()
      .describe(
        "The most requests a second that an API lets through on average. Default: throttleBurst, if that is set.",
      ),
    throttleBurst: z
      .int()
      .min(1)
      .max(5_000)
      .optional()
      .describe(
        "The most requests that an API lets through at once. Default: throttleRequestsPerSecond, if that is set.",
      ),
    package: z
      .enum(["zip", "image"])
      .default("zip")
      .meta({ meant: { container: "image", docker: "image", oci: "image" } })
      .describe("What is deployed; an image goes into a repository of the stack's own."),
    architecture: z
      .enum(["x86_64", "arm64"])
      .default("x86_64")
      .meta({ meant: { x64: "x86_64", amd64: "x86_64", aarch64: "arm64", graviton: "arm64" } })
      .describe("The processor that the function runs on; arm64 writes warnings at each cold start."),
    memoryMiB: z
      .int()
      .min(128)
      .max(10_240)
      .default(1024)
      .describe("What an instance has; its share of processors grows with it, one at 1769."),
    timeoutSeconds: z
      .int()
      .min(1)
      .max(900)
      .default(30)
      .describe("When an invocation is ended. Default behind a REST API: 29."),
    reservedConcurrency: z
      .int()
      .min(0)
      .optional()
      .describe(
        "The most instances at a time, set aside from the account's, of which a new one has none to spare; 0 stops the function.",
      ),
    provisionedConcurrency: z
      .int()
      .min(1)
      .optional()
      .describe("Instances that are kept warm, and paid for while they wait."),
    keepVersions: z
      .int()
      .min(1)
      .optional()
      .describe("Published versions that stay, besides those in use; all of them where it is not set."),
    threshold: z
      .number()
      .min(0)
      .max(1)
      .optional()
      .describe("The probability from which the label is positive, instead of the manifest's."),
    environment: texts.describe("More variables of the function, none of them a secret."),
    tags: texts.describe("More tags of every resource."),
    subnetIds: list("subnet ids", z.string().regex(/^subnet-[0-9a-f]+$/)).describe(
      "Subnets of a VPC that the function is to reach.",
    ),
    securityGroupIds: list("security group ids", z.string().regex(/^sg-[0-9a-f]+$/)).describe(
      "Security groups of the function in that VPC, at most 4; the target adds one without rules.",
    ),
    logLevel: logLevel.describe("Of the app; info writes one line for each request."),
    platformLogLevel: z
      .enum(["debug", "info", "warn"])
      .default("warn")
      .meta({ aliases: { warning: "warn" } })
      .describe("Of Lambda's own lines; info writes a start and a report for each invocation."),
    logRetentionDays: z.literal(RETENTION_DAYS).default(30).describe("How long log lines are kept."),
    alarms: z
      .boolean()
      .default(true)
      .describe("Alarms on errors, on the 99th percentile of durations, and on throttles."),
    alarmP99Ms: z
      .int()
      .min(1)
      .max(900_000)
      .default(1000)
      .describe("The 99th percentile of durations above which the alarm goes off."),
    alarmTopicArn: z
      .string()
      .regex(/^arn:aws[\w-]*:sns:[\w-]+:\d{12}:.+$/)
      .optional()
      .meta({ allowed: "the ARN of an SNS topic" })
      .describe("Who hears of the alarms."),
    metrics: z
      .boolean()
      .default(true)
      .describe("CloudWatch metrics of requests, latency, errors, predictions, batches and cold starts."),
    metricsNamespace: z
      .string()
      .regex(/^(?!AWS\/)[\w.\-/#:]{1,255}$/)
      .default("modelport")
      .meta({ allowed: "1 to 255 letters, digits or . - _ / # :, not beginning with AWS/" })
      .describe("Where CloudWatch lists those metrics."),
    tracing: z.boolean().default(false).describe("Whether AWS X-Ray traces the invocations."),
  })
  .superRefine((given, context) => {
    for (const { key, sentence } of brokenRules(given)) {
      context.addIssue({ code: "custom", path: [key], message: sentence });
    }
  });

export type LambdaSettings = z.output<typeof settings>;
