import * as z from "zod";

export const settings = z.strictObject({
  public: z.boolean().default(false).describe("Whether the world may ask."),
  package: z.enum(["zip", "image"]).default("zip").describe("What the function is made of."),
  timeoutSeconds: z.int().min(1).max(900).default(30).describe("When a request is ended."),
  logRetentionDays: z.int().min(1).max(3653).default(30).describe("After how many days a log line is gone."),
});

export type ExampleSettings = z.output<typeof settings>;
