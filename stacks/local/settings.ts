import { configCommand, logLevel } from "@modelport/target-kit";
import * as z from "zod";

const port = z.int().min(1).max(65535);

/** The settings of the local target, as `modelport:<key>` in a stack's file. */
export const settings = z
  .strictObject({
    serverPort: port.default(8000).describe("Where the server bundle listens, on this machine's loopback address."),
    lambdaPort: port.default(8001).describe("Where the Lambda zip's function URL listens, on the loopback address."),
    memoryMiB: z.int().min(128).max(10_240).default(1024).describe("What the Lambda function is told it has."),
    timeoutSeconds: z.int().min(1).max(900).default(30).describe("When an invocation of the Lambda function is ended."),
    logLevel: logLevel.describe("Of both services."),
  })
  .superRefine(({ serverPort, lambdaPort }, context) => {
    if (serverPort !== lambdaPort) return;
    const message =
      `modelport:serverPort and modelport:lambdaPort are both ${serverPort}, but each service needs its own port; ` +
      `set another one with ${configCommand({ key: "lambdaPort", value: serverPort === 65535 ? 65534 : serverPort + 1 })}.`;
    context.addIssue({ code: "custom", path: ["lambdaPort"], message });
  });

export type LocalSettings = z.output<typeof settings>;
