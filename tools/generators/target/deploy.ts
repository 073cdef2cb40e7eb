import { type Deploy, ownershipTags } from "@modelport/target-kit";
import type * as pulumi from "@pulumi/pulumi";
import { Deployment } from "./deployment/deployment.ts";
import type { NewtargetSettings } from "./settings.ts";

/** Deploys the image; deployment/ declares the resources. Waits for nothing. */
export const deploy: Deploy<NewtargetSettings, pulumi.Input<string>> = (context) => {
  const { name, settings } = context;
  const artifact = context.artifact("oci-image", "linux-x64");
  const { url } = new Deployment(name, { artifact, settings, tags: ownershipTags(context) });
  // A private deployment demands credentials: state them here unless settings.public is true.
  return { url, auth: { kind: "none" }, artifact };
};
