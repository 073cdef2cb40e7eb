import { appSettings } from "@modelport/target-kit";
import * as z from "zod";

/** The settings of the target newtarget, as `modelport:<key>` in a stack's file. */
export const settings = z.strictObject({
  ...appSettings,
  memoryMiB: z.int().min(256).max(8192).default(512).describe("Memory of an instance."),
});

export type NewtargetSettings = z.output<typeof settings>;
