import { getCallerIdentityOutput, getPartitionOutput } from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import {
  awsProfile,
  configCommand,
  curlLine,
  type Deploy,
  otherAccountAsks,
  ownershipTags,
  type RequestAuth,
  requestAuthText,
} from "@modelport/target-kit";
import { Deployment } from "./deployment/deployment.ts";
import { preflight } from "./deployment/preflight.ts";
import { regionOf } from "./deployment/region.ts";
import { ARTIFACT_KIND, ARTIFACT_PLATFORM, type LambdaSettings } from "./settings.ts";

/** Deploys the zip or the image as a function, with the HTTP endpoint and the alarms that its settings ask for. */
export const deploy: Deploy<LambdaSettings, pulumi.Input<string>> = async (context) => {
  const { name, stack, settings, model } = context;
  const region = regionOf(stack);
  await preflight(context, region);
  const auth = authOf(settings, region);
  const artifact = context.artifact(ARTIFACT_KIND[settings.package], ARTIFACT_PLATFORM[settings.architecture]);
  if (settings.public) await warnOfPublicDoor();
  const otherAccount = settings.public ? undefined : otherAccountAsks("aws", pulumi.runtime.allConfig(), stack);
  if (otherAccount !== undefined) await pulumi.log.warn(otherAccount);
  const { inference, url } = new Deployment(name, {
    artifact,
    settings,
    accountId: getCallerIdentityOutput().accountId,
    partition: getPartitionOutput().partition,
    tags: { ...settings.tags, ...ownershipTags(context) },
  });
  const predictUrl = pulumi.interpolate`${url}/api/v1/predict`;
  return {
    url,
    predictUrl,
    artifactDigest: artifact.digest,
    auth: requestAuthText(auth),
    curl: predictUrl.apply((address) => curlLine(address, auth, model.example)),
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

function warnOfPublicDoor(): Promise<void> {
  return pulumi.log.warn(
    "modelport:public is true: anybody who knows the URL can ask this model, and each request is paid for; " +
      `make it private with ${configCommand({ key: "public" }, pulumi.getStack())}.`,
  );
}
