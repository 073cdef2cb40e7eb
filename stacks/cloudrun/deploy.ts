import { authOf, placeOf } from "@modelport/google";
import { type Deploy, ownershipTags } from "@modelport/target-kit";
import type * as pulumi from "@pulumi/pulumi";
import { Deployment } from "./deployment/deployment.ts";
import { namesOf } from "./deployment/names.ts";
import type { CloudRunSettings } from "./settings.ts";

/** Pushes the image into a repository that belongs to the stack, and runs it as a Cloud Run service. Waits for nothing. */
export const deploy: Deploy<CloudRunSettings, pulumi.Input<string>> = (context) => {
  const { name, stack, settings, model } = context;
  const place = placeOf(stack);
  const names = namesOf(context);
  const artifact = context.artifact("oci-image", "linux-x64");
  const labels = { ...settings.labels, ...ownershipTags(context) };
  const running = new Deployment(name, { artifact, modelVersion: model.version, settings, place, names, labels });
  return {
    url: running.url,
    auth: authOf(settings, stack),
    artifact,
    project: place.project,
    region: place.region,
    serviceName: names.service,
    revision: running.revision,
    imageReference: running.imageReference,
    serviceAccount: running.serviceAccount,
    dnsRecords: running.dnsRecords,
  };
};
