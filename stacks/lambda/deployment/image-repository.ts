import { imageRepository } from "@modelport/aws";
import type { DeployableArtifact } from "@modelport/target-kit";
import * as pulumi from "@pulumi/pulumi";
import { lambdaPullsImages } from "./iam-policies.ts";

export interface ImageRepositoryArgs {
  readonly artifact: DeployableArtifact;
  readonly tags: Readonly<Record<string, string>>;
}

/** An ECR repository with the image in it, from which Lambda may pull. */
export class ImageRepository extends pulumi.ComponentResource {
  /** `repository@sha256:…`, known once the image is pushed and Lambda may pull it. */
  readonly reference: pulumi.Output<string>;

  constructor(name: string, args: ImageRepositoryArgs, options?: pulumi.ComponentResourceOptions) {
    super("modelport:lambda:ImageRepository", name, args, options);
    const { image } = imageRepository(name, { ...args, policyFor: lambdaPullsImages }, { parent: this });
    this.reference = image.reference;
    this.registerOutputs({ reference: this.reference });
  }
}
