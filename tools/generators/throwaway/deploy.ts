import {
  curlLine,
  type Deploy,
  DeploymentRefused,
  ownershipTags,
  type RequestAuth,
  requestAuthText,
} from "@modelport/target-kit";
import * as pulumi from "@pulumi/pulumi";
import { Deployment } from "./deployment.ts";
import type { ThrowawaySettings } from "./settings.ts";

/** A function's name may have 64 characters, and the engine adds 8 to what deployment.ts adds. */
const LONGEST_STACK_NAME = 46;

/** Deploys the Lambda zip; deployment.ts has the resources. */
export const deploy: Deploy<ThrowawaySettings, pulumi.Input<string>> = async (context) => {
  const { name, settings, model } = context;
  if (name.length > LONGEST_STACK_NAME) {
    throw new DeploymentRefused(
      `The stack ${name} has a name of ${name.length} characters, but the function is named after it: take at most ${LONGEST_STACK_NAME}.`,
    );
  }
  const artifact = context.artifact("lambda-zip", "linux-x64");
  const { url, functionName } = new Deployment(name, { artifact, settings, tags: ownershipTags(context) });
  if (settings.public) {
    await pulumi.log.warn("Anybody can ask for predictions, and you pay for it: modelport:public is true.");
  }
  const region = new pulumi.Config("aws").require("region");
  const auth: RequestAuth = settings.public ? { kind: "none" } : { kind: "aws-sigv4", region, service: "lambda" };
  const predictUrl = pulumi.interpolate`${url}/api/v1/predict`;
  return {
    url,
    predictUrl,
    artifactDigest: artifact.digest,
    auth: requestAuthText(auth),
    curl: predictUrl.apply((address) => curlLine(address, auth, model.example)),
    functionName,
  };
};
