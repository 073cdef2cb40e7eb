import { logLevel } from "@modelport/target-kit";
import * as z from "zod";

/** The settings of the target newtarget, as `modelport:<key>` in a stack's file. */
export const settings = z.strictObject({
  public: z.boolean().default(false).describe("Whether anybody may ask it."),
  memoryMiB: z.int().min(256).max(8192).default(512).describe("What an instance has."),
  logLevel: logLevel.describe("Of the app; info writes one line for each request."),
});

export type NewtargetSettings = z.output<typeof settings>;
