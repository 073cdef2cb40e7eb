import { runSettings } from "@modelport/google/run";
import * as z from "zod";

/** The settings of the functions target, as `modelport:<key>` in a stack's file, beside `gcp:project` and `gcp:region`. */
export const settings = z.strictObject({
  ...runSettings,
  keepSourceDays: z
    .int()
    .min(1)
    .max(365)
    .default(30)
    .describe("How many days the bucket keeps the sources of earlier deployments."),
});

export type FunctionsSettings = z.output<typeof settings>;
