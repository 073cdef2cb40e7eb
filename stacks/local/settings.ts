import { appSettings } from "@modelport/target-kit";
import * as z from "zod";

const port = z.int().min(1).max(65535);

/** The settings of the local target, as `modelport:<key>` in a stack's file. */
export const settings = z.strictObject({
  serverPort: port.default(8000).describe("Port of the server bundle, on this machine's loopback address."),
  lambdaPort: port.default(8001).describe("Port of the Lambda zip's function URL, on the loopback address."),
  memoryMiB: z.int().min(128).max(10_240).default(1024).describe("Memory that the Lambda function is told it has."),
  timeoutSeconds: z
    .int()
    .min(1)
    .max(900)
    .default(30)
    .describe("How long an invocation of the Lambda function may take."),
  logLevel: appSettings.logLevel,
});

export type LocalSettings = z.output<typeof settings>;
