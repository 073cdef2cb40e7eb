import { Image } from "@modelport/image-push/image-resource.ts";
import type { DeployableArtifact } from "@modelport/target-kit";
import { ecr } from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

/** How many images stay for a rollback. */
const KEPT_IMAGES = 10;

export interface ImageRepositoryArgs {
  readonly artifact: DeployableArtifact;
  readonly tags: Readonly<Record<string, string>>;
  /** The repository's own policy, for services that pull without a role of this account; none by default. */
  readonly policyFor?: (repositoryArn: string) => string;
}

/**
 * An ECR repository, and the image in it by its digest, whose `reference` is known once it is pushed and can be pulled. Old images
 * are deleted, and all of them with the repository.
 */
export function imageRepository(
  name: string,
  { artifact, tags, policyFor }: ImageRepositoryArgs,
  own: Pick<pulumi.CustomResourceOptions, "parent">,
): { readonly repository: ecr.Repository; readonly image: Image } {
  const repository = new ecr.Repository(
    name,
    {
      forceDelete: true,
      imageTagMutability: "IMMUTABLE",
      imageScanningConfiguration: { scanOnPush: true },
      tags,
    },
    own,
  );
  new ecr.LifecyclePolicy(`${name}-newest`, { repository: repository.name, policy: keepsNewestImages }, own);
  const pull = policyFor && {
    dependsOn: [
      new ecr.RepositoryPolicy(
        `${name}-pull`,
        { repository: repository.name, policy: repository.arn.apply(policyFor) },
        own,
      ),
    ],
  };
  const { path: archive, digest } = artifact;
  const inputs = { archive, repository: repository.repositoryUrl, digest };
  return { repository, image: new Image(`${name}-image`, inputs, { ...own, ...pull }) };
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
