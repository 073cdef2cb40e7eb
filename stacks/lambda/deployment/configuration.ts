// What the function is configured with, as plain data: all but its code, its role and its network.
import { appEnvironment, type DeployableArtifact } from "@modelport/target-kit";
import type * as pulumi from "@pulumi/pulumi";
import { variables } from "../environment.ts";
import type { LambdaSettings } from "../settings.ts";

/** The configuration of a function that runs `artifact` and logs into the group of that name. */
export function functionConfiguration(
  settings: LambdaSettings,
  artifact: DeployableArtifact,
  logGroup: pulumi.Input<string>,
) {
  const { reservedConcurrency } = settings;
  return {
    architectures: [settings.architecture],
    memorySize: settings.memoryMiB,
    timeout: settings.timeoutSeconds,
    tracingConfig: { mode: settings.tracing ? "Active" : "PassThrough" },
    ...(reservedConcurrency === undefined ? {} : { reservedConcurrentExecutions: reservedConcurrency }),
    environment: { variables: { ...appEnvironment(variables, settings, artifact) } },
    // JSON, so that Lambda's own lines can be left out. The app's lines all pass: LOG_LEVEL alone selects among them.
    loggingConfig: {
      logFormat: "JSON",
      logGroup,
      applicationLogLevel: "TRACE",
      systemLogLevel: settings.platformLogLevel.toUpperCase(),
    },
  };
}
