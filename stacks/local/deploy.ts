import { type DeployableArtifact, type Deploy, type DeployContext, timeoutsEnvironment } from "@modelport/target-kit";
import type * as pulumi from "@pulumi/pulumi";
import { Deployment } from "./deployment/deployment.ts";
import { refuseTakenPorts } from "./deployment/ports.ts";
import type { ServiceInputs } from "./deployment/service.ts";
import { facts } from "./facts.ts";
import type { LocalSettings } from "./settings.ts";

type Context = DeployContext<LocalSettings>;

/**
 * Runs the server bundle and the Lambda zip of this machine's platform as two processes on the loopback address. Waits for
 * the check that their ports are free, and for no process.
 */
export const deploy: Deploy<LocalSettings, pulumi.Input<string>> = async (context) => {
  const artifact = context.artifact("server-bundle");
  const server = serverInputs(context, artifact);
  const lambda = lambdaInputs(context, context.artifact("lambda-zip"));
  await refuseTakenPorts([
    { ...server, setting: "serverPort" },
    { ...lambda, setting: "lambdaPort" },
  ]);
  const running = new Deployment(context.name, { server, lambda });
  return {
    url: running.server.url,
    auth: { kind: "none" },
    artifact,
    serverUrl: running.server.url,
    lambdaUrl: running.lambda.url,
    lambdaArtifactDigest: lambda.artifactDigest,
  };
};

function serverInputs({ stack, settings }: Context, { path, digest }: DeployableArtifact): ServiceInputs {
  return {
    stack,
    service: "server",
    artifactKind: "server-bundle",
    artifactDigest: digest,
    artifactPath: path,
    port: settings.serverPort,
    environment: { LOG_LEVEL: settings.logLevel, ...timeoutsEnvironment(facts.timeouts.value) },
  };
}

function lambdaInputs({ stack, settings }: Context, { path, digest }: DeployableArtifact): ServiceInputs {
  return {
    stack,
    service: "lambda",
    artifactKind: "lambda-zip",
    artifactDigest: digest,
    artifactPath: path,
    port: settings.lambdaPort,
    environment: { LOG_LEVEL: settings.logLevel },
    memoryMiB: settings.memoryMiB,
    timeoutSeconds: settings.timeoutSeconds,
  };
}
