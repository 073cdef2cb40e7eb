import { type Deploy, DeploymentRefused, ownershipTags, type RequestAuth } from "@modelport/target-kit";
import * as pulumi from "@pulumi/pulumi";
import { Deployment } from "./deployment/deployment.ts";
import type { ThrowawaySettings } from "./settings.ts";

/** A function's name may have 64 characters, of which deployment.ts and the engine need 18. */
const LONGEST_STACK_NAME = 46;

/** Deploys the Lambda zip; deployment/ declares the resources. Waits for nothing. */
export const deploy: Deploy<ThrowawaySettings, pulumi.Input<string>> = (context) => {
  const { name, settings } = context;
  if (name.length > LONGEST_STACK_NAME) {
    throw new DeploymentRefused(
      `The stack ${name} has a name of ${name.length} characters, but the function is named after it: take at most ${LONGEST_STACK_NAME}.`,
    );
  }
  const artifact = context.artifact("lambda-zip", "linux-x64");
  const { url, functionName } = new Deployment(name, { artifact, settings, tags: ownershipTags(context) });
  const region = new pulumi.Config("aws").require("region");
  const auth: RequestAuth = settings.public ? { kind: "none" } : { kind: "aws-sigv4", region, service: "lambda" };
  return { url, auth, artifact, functionName };
};
