// The settings of everything that runs as a Cloud Run service: the target spreads them into its own.
import { appSettings, textMap } from "@modelport/target-kit";
import * as z from "zod";
import { MOST_CONCURRENCY, MOST_INSTANCES, USUAL } from "./sizes.ts";

const domainName = /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/;
const networkName = /^(projects\/[a-z0-9:.-]+\/[a-z0-9/-]+|[a-z]([a-z0-9-]{0,61}[a-z0-9])?)$/;
const principal = /^((user|serviceAccount|group|domain):[^\s:]+|principal(Set)?:\/\/\S+)$/;

export const runSettings = {
  ...appSettings,
  invokers: z
    .array(z.string().regex(principal))
    .default([])
    .meta({
      allowed:
        "a list of IAM members such as user:ann@example.com or serviceAccount:app@project.iam.gserviceaccount.com (use modelport:public for everyone)",
    })
    .describe("Who else may call a private service; owners of the project need no entry."),
  ingress: z
    .enum(["all", "internal", "internal-and-cloud-load-balancing"])
    .default("all")
    // Anyone who sets this at all means to restrict access.
    .meta({ meant: { public: "all", internet: "all", external: "all", private: "internal" }, example: "internal" })
    .describe("Which networks can reach the service."),
  vcpus: z
    .number()
    .min(0.08)
    .max(8)
    .default(USUAL.vcpus)
    .describe("vCPUs of an instance; a process serves on each of them. Default above 4096 MiB: the fewest that fit."),
  memoryMiB: z
    .int()
    .min(256)
    .max(32_768)
    .default(USUAL.memoryMiB)
    .describe(
      "Memory of an instance, its files included. Default below half a vCPU: 512; from 4 vCPUs: 2048; from 6: 4096.",
    ),
  minInstances: z
    .int()
    .min(0)
    .max(MOST_INSTANCES)
    .default(0)
    .describe("Instances that are kept, and billed while idle."),
  maxInstances: z
    .int()
    .min(1)
    .max(MOST_INSTANCES)
    .default(USUAL.maxInstances)
    .describe("The most instances at a time. Default above 10 minInstances: as many."),
  concurrency: z
    .int()
    .min(1)
    .max(MOST_CONCURRENCY)
    .default(USUAL.concurrency)
    .describe("The most concurrent requests per instance. Default below one vCPU: 1; above: 80 per vCPU."),
  timeoutSeconds: z.int().min(1).max(3600).default(300).describe("How long a request may take before it gets a 504."),
  labels: textMap.describe("Additional labels of the service and the repository."),
  domain: z
    .string()
    .regex(domainName)
    .optional()
    .meta({ allowed: "a domain name in lower case" })
    .describe("A domain that maps to the service; Google must have verified that you own it."),
  network: z
    .string()
    .regex(networkName)
    .optional()
    .meta({ allowed: "the name or path of a VPC network" })
    .describe("VPC network that the service sends its own requests to."),
  subnetwork: z
    .string()
    .regex(networkName)
    .optional()
    .meta({ allowed: "the name or path of a subnetwork" })
    .describe("Subnetwork in which the service gets its addresses."),
  vpcEgress: z
    .enum(["private-ranges-only", "all-traffic"])
    .default("private-ranges-only")
    .describe("Which of the service's own requests go through that VPC."),
  keepImages: z.int().min(1).max(1000).default(10).describe("Images that the repository keeps, however old."),
};

const schema = z.strictObject(runSettings);
export type RunSettings = z.output<typeof schema>;
