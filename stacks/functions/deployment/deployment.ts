import { bindInvokers, enabledApis, imagesRepository, mapDomain, type Place } from "@modelport/google";
import { Preflight } from "@modelport/google/preflight-resource.ts";
import type { DeployableArtifact } from "@modelport/target-kit";
import { cloudfunctionsv2, serviceaccount } from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";
import type { FunctionsSettings } from "../settings.ts";
import { builderAccount } from "./builder.ts";
import { build, serviceConfig } from "./configuration.ts";
import type { Names } from "./names.ts";
import { uploadedSource } from "./source.ts";

const NEEDED = ["artifactregistry", "cloudbuild", "cloudfunctions", "iam", "run", "storage"] as const;

export interface DeploymentArgs {
  readonly artifact: DeployableArtifact;
  readonly settings: FunctionsSettings;
  readonly place: Place;
  readonly names: Names;
  readonly labels: Readonly<Record<string, string>>;
}

/** The source in its bucket, and the function that Google builds from it and runs. */
export class Deployment extends pulumi.ComponentResource {
  readonly url: pulumi.Output<string>;
  readonly source: pulumi.Output<string>;
  readonly serviceAccount: pulumi.Output<string>;
  readonly buildServiceAccount: pulumi.Output<string>;
  readonly dnsRecords: pulumi.Output<string>;

  constructor(name: string, args: DeploymentArgs, options?: pulumi.ComponentResourceOptions) {
    super("modelport:functions:Deployment", name, args, options);
    const { artifact, settings, place, names, labels } = args;
    const { project, region } = place;
    const own = { parent: this };
    const apis = enabledApis(name, NEEDED, project, own);
    const inputs = { stack: name, project, region, service: names.function, digest: artifact.digest, ...names };
    const preflight = new Preflight(`${name}-preflight`, inputs, { ...own, dependsOn: Object.values(apis) });
    const repository = imagesRepository(
      name,
      { place, repositoryId: names.repository, labels, keepImages: settings.keepImages },
      { ...own, dependsOn: [apis.artifactregistry, preflight] },
    );
    const source = uploadedSource(
      name,
      { artifact, place, bucket: names.bucket, labels, keepDays: settings.keepSourceDays },
      { ...own, dependsOn: [apis.storage, preflight] },
    );
    const account = new serviceaccount.Account(
      `${name}-account`,
      { project, accountId: names.account, description: `Runs ${names.function} and has no rights` },
      { ...own, dependsOn: [apis.iam, preflight] },
    );
    const builder = builderAccount(
      name,
      { project, accountId: names.builder, function: names.function, repository },
      { ...own, dependsOn: [apis.iam, preflight] },
    );
    // Deploys what failed again: the state has it as deployed (docs/adr/0078).
    const failures = { MODELPORT_FAILURES: preflight.failures.apply((count) => String(count ?? 0)) };
    const service = serviceConfig(settings, artifact.digest, place);
    const fn = new cloudfunctionsv2.Function(
      `${name}-function`,
      {
        project,
        location: region,
        name: names.function,
        labels,
        buildConfig: {
          ...build,
          environmentVariables: { ...build.environmentVariables, ...failures },
          dockerRepository: repository.id,
          serviceAccount: builder.account.name,
          // The generation is stated, because the provider would keep that of the object before.
          source: {
            storageSource: { bucket: source.bucket, object: source.outputName, generation: source.generation },
          },
        },
        serviceConfig: {
          ...service,
          environmentVariables: { ...service.environmentVariables, ...failures },
          serviceAccountEmail: account.email,
        },
      },
      { ...own, dependsOn: [apis.cloudbuild, apis.cloudfunctions, apis.run, preflight, ...builder.grants] },
    );
    // A function has no switch for the check of callers: docs/adr/0078.
    const invokers = settings.public ? ["allUsers"] : settings.invokers;
    bindInvokers(`${name}-invokers`, invokers, fn, own);
    this.dnsRecords =
      settings.domain === undefined
        ? pulumi.output("none")
        : mapDomain(`${name}-domain`, settings.domain, place, fn.name, own);
    this.url = fn.serviceConfig.apply((config) => config?.uri ?? "");
    this.source = pulumi.interpolate`gs://${source.bucket}/${source.outputName}`;
    this.serviceAccount = account.email;
    this.buildServiceAccount = builder.account.email;
    this.registerOutputs({ url: this.url, source: this.source });
  }
}
