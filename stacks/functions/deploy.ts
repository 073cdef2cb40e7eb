import { authOf, placeOf } from "@modelport/google";
import { type Deploy, ownershipTags } from "@modelport/target-kit";
import type * as pulumi from "@pulumi/pulumi";
import { Deployment } from "./deployment/deployment.ts";
import { namesOf } from "./deployment/names.ts";
import type { FunctionsSettings } from "./settings.ts";

/** Uploads the source into a bucket that belongs to the stack, and has Google build and run it. Waits for nothing. */
export const deploy: Deploy<FunctionsSettings, pulumi.Input<string>> = (context) => {
  const { name, stack, settings } = context;
  const place = placeOf(stack);
  const names = namesOf(context, place);
  const artifact = context.artifact("functions-source", "linux-x64");
  const labels = { ...settings.labels, ...ownershipTags(context) };
  const running = new Deployment(name, { artifact, settings, place, names, labels });
  return {
    url: running.url,
    auth: authOf(settings, stack),
    artifact,
    project: place.project,
    region: place.region,
    functionName: names.function,
    source: running.source,
    serviceAccount: running.serviceAccount,
    buildServiceAccount: running.buildServiceAccount,
    dnsRecords: running.dnsRecords,
  };
};
