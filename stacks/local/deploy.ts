import * as pulumi from "@pulumi/pulumi";
import { curlLine, type Deploy, type DeployContext, requestAuthText, timeoutsEnvironment } from "@modelport/target-kit";
import { Deployment } from "./deployment/deployment.ts";
import { facts } from "./facts.ts";
import { refuseTakenPorts } from "./deployment/ports.ts";
import type { ServiceInputs } from "./deployment/service.ts";
import type { LocalSettings } from "./settings.ts";

/** Runs the server bundle and the Lambda zip of this machine's platform as two processes on the loopback address. */
export const deploy: Deploy<LocalSettings, pulumi.Input<string>> = async (context) => {
  const server = serverInputs(context);
  const lambda = lambdaInputs(context);
  await refuseTakenPorts([
    { ...server, setting: "serverPort" },
    { ...lambda, setting: "lambdaPort" },
  ]);
  const running = new Deployment(context.name, { server, lambda });
  const predictUrl = pulumi.interpolate`${running.server.url}/api/v1/predict`;
  return {
    url: running.server.url,
    predictUrl,
    artifactDigest: server.artifactDigest,
    auth: requestAuthText({ kind: "none" }),
    curl: predictUrl.apply((url) => curlLine(url, { kind: "none" }, context.model.example)),
    serverUrl: running.server.url,
    lambdaUrl: running.lambda.url,
    lambdaArtifactDigest: lambda.artifactDigest,
  };
};

function serverInputs({ stack, settings, artifact }: DeployContext<LocalSettings>): ServiceInputs {
  const { path, digest } = artifact("server-bundle");
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

function lambdaInputs({ stack, settings, artifact }: DeployContext<LocalSettings>): ServiceInputs {
  const { path, digest } = artifact("lambda-zip");
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
