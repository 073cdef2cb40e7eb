import { Image } from "@modelport/stacks/image-resource.ts";
import { cloudrunv2, serviceaccount } from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";
import { enabledApis } from "./apis.ts";
import { bindInvokers, mapDomain } from "./endpoint.ts";
import { imageRepository } from "./image-repository.ts";
import type { Names } from "./names.ts";
import type { Place } from "./place.ts";
import { Preflight } from "./preflight-resource.ts";
import type { CloudRunSettings } from "../settings.ts";
import { revisionTemplate } from "./template.ts";

const INGRESS = {
  all: "INGRESS_TRAFFIC_ALL",
  internal: "INGRESS_TRAFFIC_INTERNAL_ONLY",
  "internal-and-cloud-load-balancing": "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER",
} as const;

export interface DeploymentArgs {
  readonly place: Place;
  readonly names: Names;
  readonly image: { readonly path: string; readonly digest: `sha256:${string}`; readonly tag: string };
  readonly labels: Readonly<Record<string, string>>;
  readonly settings: CloudRunSettings;
}

/** The image in a repository of its own, and the service that runs it. */
export class Deployment extends pulumi.ComponentResource {
  readonly url: pulumi.Output<string>;
  readonly revision: pulumi.Output<string>;
  readonly imageReference: pulumi.Output<string>;
  readonly serviceAccount: pulumi.Output<string>;
  readonly dnsRecords: pulumi.Output<string>;

  constructor(name: string, args: DeploymentArgs, options?: pulumi.ComponentResourceOptions) {
    super("modelport:cloudrun:Deployment", name, args, options);
    const { place, names, settings, labels } = args;
    const { project, region } = place;
    const own = { parent: this };
    const apis = enabledApis(name, project, own);
    const inputs = { stack: name, project, region, ...names };
    const preflight = new Preflight(`${name}-preflight`, inputs, { ...own, dependsOn: Object.values(apis) });
    const repository = imageRepository(
      `${name}-repository`,
      { project, region, repositoryId: names.repository, labels, keepImages: settings.keepImages },
      { ...own, dependsOn: [apis.artifactregistry, preflight] },
    );
    const image = pushedImage(`${name}-image`, args.image, repository.registryUri, own);
    const account = new serviceaccount.Account(
      `${name}-account`,
      { project, accountId: names.account, description: `Runs ${names.service} and has no rights` },
      { ...own, dependsOn: [apis.iam, preflight] },
    );
    const { container, ...template } = revisionTemplate(settings, args.image.digest, place);
    const service = new cloudrunv2.Service(
      `${name}-service`,
      {
        project,
        location: region,
        name: names.service,
        labels,
        ingress: INGRESS[settings.ingress],
        invokerIamDisabled: settings.public,
        deletionProtection: settings.deletionProtection,
        template: {
          ...template,
          serviceAccount: account.email,
          containers: [{ ...container, image: image.reference }],
        },
        traffics: [{ type: "TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST", percent: 100 }],
      },
      { ...own, dependsOn: [apis.run, preflight] },
    );
    bindInvokers(`${name}-invokers`, settings.invokers, service, own);
    this.dnsRecords =
      settings.domain === undefined
        ? pulumi.output("none")
        : mapDomain(`${name}-domain`, settings.domain, place, service.name, own);
    this.revision = answeringRevision(service, place);
    this.url = service.uri;
    this.imageReference = image.reference;
    this.serviceAccount = account.email;
    this.registerOutputs({ url: this.url, imageReference: this.imageReference });
  }
}

/** The short name of the revision that answers. */
function answeringRevision(service: cloudrunv2.Service, place: Place): pulumi.Output<string> {
  const { latestCreatedRevision, latestReadyRevision } = service;
  return pulumi.all([latestCreatedRevision, latestReadyRevision]).apply((names) => {
    const [created = "", ready = ""] = names.map((name) => name.split("/").at(-1) ?? "");
    // A failed update is in the state as if it had been made, so that the next `up` has nothing to do.
    if (created !== ready) void pulumi.log.warn(notReadySentence(created, ready, place), service);
    return ready;
  });
}

function notReadySentence(created: string, ready: string, { project, region }: Place): string {
  const answering = ready === "" ? "nothing answers" : `${ready} still answers`;
  return (
    `The newest revision, ${created}, is not ready, so ${answering}: read why with ` +
    `\`gcloud run revisions describe ${created} --project ${project} --region ${region}\`, and change what it names.`
  );
}

function pushedImage(
  name: string,
  { path, digest, tag }: DeploymentArgs["image"],
  registryUri: pulumi.Output<string>,
  options: pulumi.CustomResourceOptions,
): Image {
  const repository = pulumi.interpolate`${registryUri}/inference-api`;
  return new Image(name, { archive: path, repository, digest, tag }, options);
}
