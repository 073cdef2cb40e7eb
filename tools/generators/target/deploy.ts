import { curlLine, type Deploy, ownershipTags, type RequestAuth, requestAuthText } from "@modelport/target-kit";
import * as pulumi from "@pulumi/pulumi";
import { Deployment } from "./deployment.ts";
import type { NewtargetSettings } from "./settings.ts";

/** Deploys the image; deployment.ts has the resources. */
export const deploy: Deploy<NewtargetSettings, pulumi.Input<string>> = async (context) => {
  const { name, settings, model } = context;
  const artifact = context.artifact("oci-image", "linux-x64");
  const { url } = new Deployment(name, { artifact, settings, tags: ownershipTags(context) });
  if (settings.public) {
    await pulumi.log.warn("Anybody can ask for predictions, and you pay for it: modelport:public is true.");
  }
  const auth: RequestAuth = { kind: "none" };
  const predictUrl = pulumi.interpolate`${url}/api/v1/predict`;
  return {
    url,
    predictUrl,
    artifactDigest: artifact.digest,
    auth: requestAuthText(auth),
    curl: predictUrl.apply((address) => curlLine(address, auth, model.example)),
  };
};
