import type { DeployableArtifact } from "@modelport/target-kit";
import { artifactregistry } from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";
import { Image } from "@modelport/image-push/image-resource.ts";
import type { Place } from "./place.ts";

/** Younger images are kept however many there are, so that a rollback of the last weeks finds its image. */
const OLD = `${30 * 24 * 3600}s`;

export interface RepositoryArgs {
  readonly place: Place;
  readonly repositoryId: string;
  readonly labels: Readonly<Record<string, string>>;
  /** How many images stay, however old. */
  readonly keepImages: number;
}

export interface ImageRepositoryArgs extends RepositoryArgs {
  readonly artifact: DeployableArtifact;
  readonly modelVersion: string;
}

type Options = Pick<pulumi.CustomResourceOptions, "parent" | "dependsOn">;

/** The repository, and the image in it, which gives its `reference` once it is pushed. */
export function imageRepository(
  name: string,
  args: ImageRepositoryArgs,
  { parent, dependsOn }: Options,
): { readonly repository: artifactregistry.Repository; readonly image: Image } {
  const own = { ...(parent && { parent }) };
  const repository = imagesRepository(name, args, { ...own, ...(dependsOn && { dependsOn }) });
  const { path: archive, digest } = args.artifact;
  const uri = pulumi.interpolate`${repository.registryUri}/inference-api`;
  const inputs = { archive, repository: uri, digest, tag: tagFor(args.modelVersion, digest) };
  return { repository, image: new Image(`${name}-image`, inputs, own) };
}

/**
 * An Artifact Registry repository for the images of one stack. Old images are deleted: that takes both policies, because one that keeps deletes nothing by itself
 * (https://cloud.google.com/artifact-registry/docs/repositories/cleanup-policy-overview). Tags may move, because tagged images
 * of an immutable repository are never deleted; nothing is deployed by its tag.
 */
export function imagesRepository(
  name: string,
  { place: { project, region }, repositoryId, labels, keepImages }: RepositoryArgs,
  options: Options,
): artifactregistry.Repository {
  return new artifactregistry.Repository(
    `${name}-repository`,
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

/** For people who list images: the model's version, and enough of the digest that a tag never moves. */
function tagFor(version: string, digest: string): string {
  return `${version.replaceAll(/[^\w.-]/g, "-")}-${digest.replace("sha256:", "").slice(0, 12)}`;
}
