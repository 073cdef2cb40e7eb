import type { DeployableArtifact } from "@modelport/target-kit";
import { ecr } from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Image } from "@modelport/stacks/image-resource.ts";
import { lambdaPullsImages } from "./iam-policies.ts";

/** How many images stay for a rollback. */
const KEPT_IMAGES = 10;

export interface ImageRepositoryArgs {
  readonly artifact: DeployableArtifact;
  readonly tags: Readonly<Record<string, string>>;
}

/** An ECR repository with the image in it. Old images are deleted, and all of them with the repository. */
export class ImageRepository extends pulumi.ComponentResource {
  /** `repository@sha256:…`, known once the image is pushed and Lambda may pull it. */
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

const keepsNewestImages = JSON.stringify({
  rules: [
    {
      rulePriority: 1,
      description: `Only the newest ${KEPT_IMAGES} images are kept.`,
      selection: { tagStatus: "any", countType: "imageCountMoreThan", countNumber: KEPT_IMAGES },
      action: { type: "expire" },
    },
  ],
});
