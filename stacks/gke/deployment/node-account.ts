import type { Place } from "@modelport/google";
import { artifactregistry, projects, serviceaccount } from "@pulumi/gcp";
import type * as pulumi from "@pulumi/pulumi";

export interface NodeAccountArgs {
  readonly place: Place;
  readonly accountId: string;
  readonly cluster: string;
  readonly repository: artifactregistry.Repository;
}

export interface NodeAccount {
  readonly account: serviceaccount.Account;
  /** What nodes need before they can start and pull the image. */
  readonly rights: readonly pulumi.Resource[];
}

/**
 * The identity of the nodes, instead of the project's default account, which may edit the project: it writes logs and metrics
 * (https://cloud.google.com/kubernetes-engine/docs/how-to/hardening-your-cluster#use_least_privilege_sa) and reads one repository.
 */
export function nodeAccount(
  name: string,
  { place: { project, region }, accountId, cluster, repository }: NodeAccountArgs,
  options: pulumi.CustomResourceOptions,
): NodeAccount {
  const { parent } = options;
  const own = { ...(parent && { parent }) };
  const account = new serviceaccount.Account(
    `${name}-node-account`,
    { project, accountId, description: `The nodes of ${cluster}` },
    options,
  );
  const { member } = account;
  const writes = new projects.IAMMember(
    `${name}-node-rights`,
    { project, role: "roles/container.defaultNodeServiceAccount", member },
    own,
  );
  const pulls = new artifactregistry.RepositoryIamMember(
    `${name}-node-pull`,
    { project, location: region, repository: repository.name, role: "roles/artifactregistry.reader", member },
    own,
  );
  return { account, rights: [writes, pulls] };
}
