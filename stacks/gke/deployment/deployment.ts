import { enabledApis, imageRepository, type Place } from "@modelport/google";
import { Preflight } from "@modelport/google/preflight-resource.ts";
import { Workload } from "@modelport/kubernetes-workload/component";
import { type Place as WorkloadPlace, workloadObjects } from "@modelport/kubernetes-workload/objects";
import type { DeployableArtifact } from "@modelport/target-kit";
import * as pulumi from "@pulumi/pulumi";
import type { GkeSettings } from "../settings.ts";
import { fixedOf } from "./cluster.ts";
import { connectionToExisting, connectionToOwn } from "./connection.ts";
import type { Names } from "./names.ts";
import { asAutopilotTakesThem, serviceOf } from "./objects.ts";

const NEEDED = ["artifactregistry", "compute", "container", "iam"] as const;

export interface DeploymentArgs {
  readonly artifact: DeployableArtifact;
  readonly modelVersion: string;
  readonly stack: string;
  readonly settings: GkeSettings;
  readonly place: Place;
  readonly zones: readonly string[];
  readonly names: Names;
  readonly labels: Readonly<Record<string, string>>;
  readonly workload: WorkloadPlace;
  /** The app's variables, without the artifact's digest. */
  readonly environment: Readonly<Record<string, string>>;
}

/** The image in its repository, the cluster, and the workload in it. */
export class Deployment extends pulumi.ComponentResource {
  readonly url: pulumi.Output<string>;
  readonly imageReference: pulumi.Output<string>;

  constructor(name: string, args: DeploymentArgs, options?: pulumi.ComponentResourceOptions) {
    super("modelport:gke:Deployment", name, args, options);
    const { artifact, modelVersion, stack, settings, place, names, labels, workload: within, environment } = args;
    const { cluster, keepImages } = settings;
    const own = { parent: this };
    const apis = enabledApis(name, NEEDED, place.project, own);
    const made = cluster === undefined ? { ...names, fixed: fixedOf(settings) } : { repository: names.repository };
    const preflight = new Preflight(
      `${name}-preflight`,
      { stack: name, ...place, ...made },
      { ...own, dependsOn: Object.values(apis) },
    );
    const ready = { ...own, dependsOn: [preflight] };
    const { repository, image } = imageRepository(
      name,
      { artifact, modelVersion, place, repositoryId: names.repository, labels, keepImages },
      ready,
    );
    const kubernetes =
      cluster === undefined
        ? connectionToOwn(name, { ...args, repository }, ready)
        : connectionToExisting(name, cluster, { stack, settings, place }, ready);
    const objects = workloadObjects({
      place: within,
      settings,
      image: { reference: image.reference, digest: artifact.digest, pullPolicy: "IfNotPresent" },
      environment,
      service: serviceOf(settings),
    });
    const workload = new Workload(
      name,
      { target: "gke", objects: settings.mode === "autopilot" ? asAutopilotTakesThem(objects) : objects },
      { ...own, providers: { kubernetes } },
    );
    this.url = workload.url;
    this.imageReference = image.reference;
    this.registerOutputs({ url: this.url, imageReference: this.imageReference });
  }
}
