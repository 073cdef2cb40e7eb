import {
  curlLine,
  type Deploy,
  impersonated,
  otherAccountAsks,
  ownershipTags,
  type RequestAuth,
  requestAuthText,
} from "@modelport/target-kit";
import * as pulumi from "@pulumi/pulumi";
import { Deployment } from "./deployment/deployment.ts";
import { namesOf } from "./deployment/names.ts";
import { placeOf } from "./deployment/place.ts";
import type { CloudRunSettings } from "./settings.ts";

/** Pushes the image into a repository of the stack's own, and runs it as a service of Cloud Run. */
export const deploy: Deploy<CloudRunSettings, pulumi.Input<string>> = (context) => {
  const { settings, model } = context;
  const place = placeOf();
  const names = namesOf(context);
  const { path, digest } = context.artifact("oci-image", "linux-x64");
  const running = new Deployment(context.name, {
    place,
    names,
    image: { path, digest, tag: tagFor(model.version, digest) },
    labels: { ...settings.labels, ...ownershipTags(context) },
    settings,
  });
  if (settings.public) void pulumi.log.warn(publicWarning(names.service, settings), running);
  const auth = authOf(settings, context.stack);
  const otherAccount = settings.public ? undefined : otherAccountAsks("gcp", pulumi.runtime.allConfig(), context.stack);
  if (otherAccount !== undefined) void pulumi.log.warn(otherAccount, running);
  const predictUrl = pulumi.interpolate`${running.url}/api/v1/predict`;
  return Promise.resolve({
    url: running.url,
    predictUrl,
    artifactDigest: digest,
    auth: requestAuthText(auth),
    curl: predictUrl.apply((url) => curlLine(url, auth, model.example)),
    project: place.project,
    region: place.region,
    serviceName: names.service,
    revision: running.revision,
    imageReference: running.imageReference,
    serviceAccount: running.serviceAccount,
    dnsRecords: running.dnsRecords,
  });
};

function authOf({ public: isPublic }: CloudRunSettings, stack: string): RequestAuth {
  if (isPublic) return { kind: "none" };
  return { kind: "google-identity-token", ...impersonated(pulumi.runtime.allConfig(), stack) };
}

/** For people who list images: the model's version, and enough of the digest that no tag ever moves. */
function tagFor(version: string, digest: string): string {
  return `${version.replaceAll(/[^\w.-]/g, "-")}-${digest.replace("sha256:", "").slice(0, 12)}`;
}

function publicWarning(service: string, { ingress }: CloudRunSettings): string {
  const from = ingress === "all" ? "Anybody on the internet" : "Anybody who can reach it from your networks";
  return `${from} can ask ${service} for predictions, and you pay for it: modelport:public is true.`;
}
