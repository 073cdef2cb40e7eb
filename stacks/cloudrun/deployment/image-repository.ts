import { artifactregistry } from "@pulumi/gcp";
import type * as pulumi from "@pulumi/pulumi";

/** What is newer than this is kept whatever its number: a rollback of the last weeks finds its image. */
const OLD = `${30 * 24 * 3600}s`;

export interface ImageRepositoryArgs {
  readonly project: string;
  readonly region: string;
  readonly repositoryId: string;
  readonly labels: Readonly<Record<string, string>>;
  /** How many images stay, however old. */
  readonly keepImages: number;
}

/**
 * A repository for images that clears old ones away. It takes both policies: one that keeps deletes nothing by itself
 * (https://cloud.google.com/artifact-registry/docs/repositories/cleanup-policy-overview). Tags may move: in a repository
 * where they may not, no tagged image is ever deleted, and nothing here is deployed by its tag.
 */
export function imageRepository(
  name: string,
  { project, region, repositoryId, labels, keepImages }: ImageRepositoryArgs,
  options: pulumi.CustomResourceOptions,
): artifactregistry.Repository {
  return new artifactregistry.Repository(
    name,
    {
      project,
      location: region,
      repositoryId,
      format: "DOCKER",
      description: "Images of a model's API, by digest",
      labels,
      cleanupPolicyDryRun: false,
      cleanupPolicies: [
        { id: "delete-old", action: "DELETE", condition: { tagState: "ANY", olderThan: OLD } },
        { id: "keep-recent", action: "KEEP", mostRecentVersions: { keepCount: keepImages } },
      ],
    },
    options,
  );
}
