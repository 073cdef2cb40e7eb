import { appSettings } from "@modelport/target-kit";
import * as z from "zod";

/** The settings of the target throwaway, as `modelport:<key>` in a stack's file. */
export const settings = z.strictObject({
  ...appSettings,
  memoryMiB: z.int().min(128).max(10_240).default(1024).describe("Memory of an instance."),
  logRetentionDays: z.literal([7, 30, 365]).default(30).describe("How long log lines are kept."),
  logGroupClass: z.enum(["STANDARD", "INFREQUENT_ACCESS"]).default("STANDARD").describe("How the log lines are kept."),
});

export type ThrowawaySettings = z.output<typeof settings>;
