import { runSettings } from "@modelport/google/run";
import * as z from "zod";

/** The settings of the Cloud Run target, as `modelport:<key>` in a stack's file, beside `gcp:project` and `gcp:region`. */
export const settings = z.strictObject({
  ...runSettings,
  startupSeconds: z.int().min(1).max(240).default(60).describe("How long a new instance may take to become ready."),
  cpuAlways: z
    .boolean()
    .default(false)
    .describe("Whether instances keep their vCPUs between requests, and are billed for them."),
  startupCpuBoost: z.boolean().default(true).describe("Whether an instance gets more vCPUs while it starts."),
  executionEnvironment: z
    .enum(["gen1", "gen2"])
    .default("gen2")
    .describe("Google's sandbox: gen1 starts faster, gen2 is a full Linux. Default below one vCPU or 512 MiB: gen1."),
  deletionProtection: z.boolean().default(false).describe("Whether Google refuses to delete the service."),
});

export type CloudRunSettings = z.output<typeof settings>;
