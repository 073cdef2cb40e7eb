import { Workload } from "@modelport/kubernetes-workload/component";
import { type Place, workloadObjects } from "@modelport/kubernetes-workload/objects";
import type { DeployableArtifact } from "@modelport/target-kit";
import * as pulumi from "@pulumi/pulumi";
import type { KubernetesSettings } from "../settings.ts";
import { type ImageSource, podImage } from "./image.ts";

export interface DeploymentArgs {
  readonly artifact: DeployableArtifact;
  readonly modelVersion: string;
  readonly source: ImageSource;
  readonly settings: KubernetesSettings;
  readonly place: Place;
  /** The app's variables, without the artifact's digest. */
  readonly environment: Readonly<Record<string, string>>;
}

/** The image where the nodes find it, and the workload that runs it. */
export class Deployment extends pulumi.ComponentResource {
  readonly url: pulumi.Output<string>;
  readonly imageReference: string;

  constructor(name: string, args: DeploymentArgs, options?: pulumi.ComponentResourceOptions) {
    super("modelport:kubernetes:Deployment", name, args, options);
    const { artifact, modelVersion, source, settings, place, environment } = args;
    const own = { parent: this };
    const { image, bringers } = podImage(name, { artifact, modelVersion, source, name: place.name }, own);
    const objects = workloadObjects({ place, settings, image, environment });
    const workload = new Workload(name, { target: "kubernetes", objects, podsWaitFor: bringers }, own);
    this.url = workload.url;
    this.imageReference = image.reference;
    this.registerOutputs({ url: this.url, imageReference: this.imageReference });
  }
}
