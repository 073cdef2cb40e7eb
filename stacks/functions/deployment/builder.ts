// Who builds the function: an account that may do that and nothing else.
import { artifactregistry, projects, serviceaccount } from "@pulumi/gcp";
import type * as pulumi from "@pulumi/pulumi";

interface BuilderArgs {
  readonly project: string;
  readonly accountId: string;
  readonly function: string;
  readonly repository: artifactregistry.Repository;
}

export interface Builder {
  readonly account: serviceaccount.Account;
  /** What a build needs, and must wait for. */
  readonly grants: readonly pulumi.Resource[];
}

/**
 * The three roles of https://cloud.google.com/functions/docs/securing/build-custom-sa, each as narrow as it can be. Google copies
 * the source into a bucket of its own and builds from there (terraform-provider-google 20571); the first function of a region
 * creates that bucket, so the grant is the project's, under a condition.
 */
export function builderAccount(
  name: string,
  { project, accountId, function: fn, repository }: BuilderArgs,
  options: pulumi.CustomResourceOptions,
): Builder {
  const account = new serviceaccount.Account(
    `${name}-builder`,
    { project, accountId, description: `Builds ${fn}` },
    options,
  );
  const { parent } = options;
  const own = { ...(parent && { parent }) };
  const { member } = account;
  const logs = new projects.IAMMember(
    `${name}-builder-logs`,
    { project, role: "roles/logging.logWriter", member },
    own,
  );
  const sources = new projects.IAMMember(
    `${name}-builder-sources`,
    {
      project,
      role: "roles/storage.objectViewer",
      member,
      condition: {
        title: "sources of functions",
        expression: 'resource.name.startsWith("projects/_/buckets/gcf-v2-sources-")',
      },
    },
    // A project's policy takes one change at a time.
    { ...own, dependsOn: [logs] },
  );
  const images = new artifactregistry.RepositoryIamMember(
    `${name}-builder-images`,
    {
      project,
      location: repository.location,
      repository: repository.name,
      role: "roles/artifactregistry.writer",
      member,
    },
    own,
  );
  return { account, grants: [logs, sources, images] };
}
