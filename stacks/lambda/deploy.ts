import { placeOf } from "@modelport/aws";
import { awsProfile, type Deploy, ownershipTags, type RequestAuth } from "@modelport/target-kit";
import * as pulumi from "@pulumi/pulumi";
import { Deployment } from "./deployment/deployment.ts";
import { preflight } from "./deployment/preflight.ts";
import { ARTIFACT_KIND, ARTIFACT_PLATFORM, type LambdaSettings } from "./settings.ts";

/**
 * Deploys the zip or the image as a function, with the HTTP endpoint and the alarms that its settings choose. Waits for the
 * preflight checks, and for no resource.
 */
export const deploy: Deploy<LambdaSettings, pulumi.Input<string>> = async (context) => {
  const { name, stack, settings } = context;
  const place = placeOf(stack);
  await preflight(context, place.region);
  const artifact = context.artifact(ARTIFACT_KIND[settings.package], ARTIFACT_PLATFORM[settings.architecture]);
  const tags = { ...settings.tags, ...ownershipTags(context) };
  const { inference, url } = new Deployment(name, { artifact, settings, place, tags });
  return {
    url,
    auth: authOf(settings, place.region),
    artifact,
    functionName: inference.function.name,
    functionArn: inference.function.arn,
    aliasArn: inference.live.arn,
    version: inference.function.version,
    logGroupName: inference.logGroup.name,
  };
};

function authOf({ public: isPublic, endpoint }: LambdaSettings, region: string): RequestAuth {
  if (isPublic) return { kind: "none" };
  const service = endpoint === "function-url" ? "lambda" : "execute-api";
  return { kind: "aws-sigv4", region, service, ...awsProfile(pulumi.runtime.allConfig()) };
}
