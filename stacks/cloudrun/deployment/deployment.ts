import { bindInvokers, enabledApis, imageRepository, mapDomain, type Place } from "@modelport/google";
import { Preflight } from "@modelport/google/preflight-resource.ts";
import type { DeployableArtifact } from "@modelport/target-kit";
import { cloudrunv2, serviceaccount } from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";
import type { CloudRunSettings } from "../settings.ts";
import { revisionTemplate } from "./configuration.ts";
import type { Names } from "./names.ts";

const INGRESS = {
  all: "INGRESS_TRAFFIC_ALL",
  internal: "INGRESS_TRAFFIC_INTERNAL_ONLY",
  "internal-and-cloud-load-balancing": "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER",
} as const;

const NEEDED = ["artifactregistry", "iam", "run"] as const;

export interface DeploymentArgs {
  readonly artifact: DeployableArtifact;
  readonly modelVersion: string;
  readonly settings: CloudRunSettings;
  readonly place: Place;
  readonly names: Names;
  readonly labels: Readonly<Record<string, string>>;
}

/** The image in its repository, and the service that runs it. */
export class Deployment extends pulumi.ComponentResource {
  readonly url: pulumi.Output<string>;
  readonly revision: pulumi.Output<string>;
  readonly imageReference: pulumi.Output<string>;
  readonly serviceAccount: pulumi.Output<string>;
  readonly dnsRecords: pulumi.Output<string>;

  constructor(name: string, args: DeploymentArgs, options?: pulumi.ComponentResourceOptions) {
    super("modelport:cloudrun:Deployment", name, args, options);
    const { artifact, modelVersion, settings, place, names, labels } = args;
    const { project, region } = place;
    const own = { parent: this };
    const apis = enabledApis(name, NEEDED, project, own);
    const inputs = { stack: name, project, region, ...names };
    const preflight = new Preflight(`${name}-preflight`, inputs, { ...own, dependsOn: Object.values(apis) });
    const { keepImages } = settings;
    const { image } = imageRepository(
      name,
      { artifact, modelVersion, place, repositoryId: names.repository, labels, keepImages },
      { ...own, dependsOn: [apis.artifactregistry, preflight] },
    );
    const account = new serviceaccount.Account(
      `${name}-account`,
      { project, accountId: names.account, description: `Runs ${names.service} and has no rights` },
      { ...own, dependsOn: [apis.iam, preflight] },
    );
    const { container, ...template } = revisionTemplate(settings, artifact.digest, place);
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
    // A public service has no binding: organizations reject `allUsers` by default since May 2024
    // (cloud.google.com/run/docs/authenticating/public, cloud.google.com/resource-manager/docs/secure-by-default-organizations).
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

/** The short name of the revision that answers, known once the service is updated; warns if it is not the newest. */
function answeringRevision(service: cloudrunv2.Service, place: Place): pulumi.Output<string> {
  const { latestCreatedRevision, latestReadyRevision } = service;
  return pulumi.all([latestCreatedRevision, latestReadyRevision]).apply((names) => {
    const [created = "", ready = ""] = names.map((name) => name.split("/").at(-1) ?? "");
    // The state holds a failed update as if it had succeeded, so that the next `up` changes nothing.
    if (created !== ready) void pulumi.log.warn(notReadySentence(created, ready, place), service);
    return ready;
  });
}

function notReadySentence(created: string, ready: string, { project, region }: Place): string {
  const answering = ready === "" ? "nothing answers" : `${ready} still answers`;
  return (
    `The newest revision, ${created}, is not ready, so ${answering}: read why with ` +
    `\`gcloud run revisions describe ${created} --project ${project} --region ${region}\`, and fix what it names.`
  );
}
