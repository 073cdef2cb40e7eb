import { corsOrigins, logLevel } from "@modelport/target-kit";
import * as z from "zod";
import { brokenRules } from "./setting-rules.ts";
import { MOST_INSTANCES, USUAL } from "./sizes.ts";

/**
 * Requests that one instance holds at a time. With 80, one processor answers 99 % of the most that it answers at all, and 99
 * of 100 requests within 8 ms; with 128 no more a second, and later (docs/benchmarks.md, "Requests at a time").
 */
const CONCURRENCY = 80;

const texts = z.record(z.string(), z.string()).default({}).meta({ allowed: "a map of names to texts" });
const domainName = /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/;
const networkName = /^(projects\/[a-z0-9:.-]+\/[a-z0-9/-]+|[a-z]([a-z0-9-]{0,61}[a-z0-9])?)$/;
const principal = /^((user|serviceAccount|group|domain):[^\s:]+|principal(Set)?:\/\/\S+)$/;

/** The settings of the Cloud Run target, as `modelport:<key>` in a stack's file; `gcp:project` and `gcp:region` stand beside them. */
export const settings = z
  .strictObject({
    public: z.boolean().default(false).describe("Whether anybody may ask it; else requests carry an identity token."),
    invokers: z
      .array(z.string().regex(principal))
      .default([])
      .meta({
        allowed:
          "a list of IAM members such as user:ann@example.com or serviceAccount:app@project.iam.gserviceaccount.com (for everybody there is modelport:public)",
      })
      .describe("Who may ask it, beside those with a right to everything in the project."),
    corsOrigins,
    ingress: z
      .enum(["all", "internal", "internal-and-cloud-load-balancing"])
      .default("all")
      // Somebody who sets it at all means to close something.
      .meta({ meant: { public: "all", internet: "all", external: "all", private: "internal" }, example: "internal" })
      .describe("From where it can be reached at all."),
    vcpus: z
      .number()
      .min(0.08)
      .max(8)
      .default(USUAL.vcpus)
      .describe("Processors of an instance; the app computes on one of them. Default above 4096 MiB: what they need."),
    memoryMiB: z
      .int()
      .min(256)
      .max(32_768)
      .default(USUAL.memoryMiB)
      .describe(
        "What an instance has, its files included. Default below half a processor: 512; from 4 processors: 2048; from 6: 4096.",
      ),
    minInstances: z
      .int()
      .min(0)
      .max(MOST_INSTANCES)
      .default(0)
      .describe("Instances that are kept, and paid for while they wait."),
    maxInstances: z
      .int()
      .min(1)
      .max(MOST_INSTANCES)
      .default(USUAL.maxInstances)
      .describe("The most instances at a time. Default above 10 minInstances: as many."),
    concurrency: z
      .int()
      .min(1)
      .max(1000)
      .default(CONCURRENCY)
      .describe("The most requests at a time in one instance. Default below one processor: 1."),
    timeoutSeconds: z.int().min(1).max(3600).default(300).describe("When a request is answered with 504."),
    startupSeconds: z.int().min(1).max(240).default(60).describe("How long a new instance may take to be ready."),
    cpuAlways: z
      .boolean()
      .default(false)
      .describe("Whether instances keep their processors between requests, and are billed for it."),
    startupCpuBoost: z.boolean().default(true).describe("More processors while an instance starts."),
    executionEnvironment: z
      .enum(["gen1", "gen2"])
      .default("gen2")
      .describe(
        "Google's sandbox: gen1 starts sooner, gen2 is a whole Linux. Default below one processor or 512 MiB: gen1.",
      ),
    threshold: z
      .number()
      .min(0)
      .max(1)
      .optional()
      .describe("The probability from which the label is positive, instead of the manifest's."),
    logLevel: logLevel.describe("Of the app; info writes one line for each request."),
    environment: texts.describe("More variables of the container, none of them a secret."),
    labels: texts.describe("More labels of the service and the repository."),
    domain: z
      .string()
      .regex(domainName)
      .optional()
      .meta({ allowed: "a domain name in lower case" })
      .describe("A domain of yours for the service; Google must know that it is yours."),
    network: z
      .string()
      .regex(networkName)
      .optional()
      .meta({ allowed: "the name or path of a VPC network" })
      .describe("A VPC that the service sends requests into."),
    subnetwork: z
      .string()
      .regex(networkName)
      .optional()
      .meta({ allowed: "the name or path of a subnetwork" })
      .describe("The subnetwork in which it has its addresses."),
    vpcEgress: z
      .enum(["private-ranges-only", "all-traffic"])
      .default("private-ranges-only")
      .describe("Which of the service's own requests go through that VPC."),
    keepImages: z.int().min(1).max(1000).default(10).describe("Images that the repository keeps, however old."),
    deletionProtection: z.boolean().default(false).describe("Whether Google refuses to delete the service."),
  })
  .superRefine((given, context) => {
    for (const { key, sentence } of brokenRules(given)) {
      context.addIssue({ code: "custom", path: [key], message: sentence });
    }
  });

export type CloudRunSettings = z.output<typeof settings>;
