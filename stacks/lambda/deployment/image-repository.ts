import { ecr } from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { DeployableArtifact } from "@modelport/target-kit";
import { Image } from "../../image-resource.ts";
import { keepsNewestImages, lambdaPullsImages } from "./iam-policies.ts";

export interface ImageRepositoryArgs {
  readonly artifact: DeployableArtifact;
  readonly tags: Readonly<Record<string, string>>;
}

/** A repository of ECR with the image in it. Its images go with it, and old ones before. */
export class ImageRepository extends pulumi.ComponentResource {
  /** `repository@sha256:…`, known once it is pushed and Lambda may pull it. */
  readonly reference: pulumi.Output<string>;

  constructor(name: string, args: ImageRepositoryArgs, options?: pulumi.ComponentResourceOptions) {
    super("modelport:lambda:ImageRepository", name, args, options);
    const child = { parent: this };
    const repository = new ecr.Repository(
      name,
      {
        forceDelete: true,
        imageTagMutability: "IMMUTABLE",
        imageScanningConfiguration: { scanOnPush: true },
        tags: args.tags,
      },
      child,
    );
    new ecr.LifecyclePolicy(`${name}-newest`, { repository: repository.name, policy: keepsNewestImages }, child);
    const pull = new ecr.RepositoryPolicy(
      `${name}-pull`,
      { repository: repository.name, policy: repository.arn.apply(lambdaPullsImages) },
      child,
    );
    const { path: archive, digest } = args.artifact;
    const image = new Image(
      `${name}-image`,
      { archive, repository: repository.repositoryUrl, digest },
      { ...child, dependsOn: [pull] },
    );
    this.reference = image.reference;
    this.registerOutputs({ reference: this.reference });
  }
}
