import type { Place } from "@modelport/google";
import type { artifactregistry } from "@pulumi/gcp";
import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { GkeSettings } from "../settings.ts";
import { kubeconfigOf } from "./access.ts";
import { endpointsOf, existingCluster, ownCluster } from "./cluster.ts";
import type { Names } from "./names.ts";
import { nodeAccount } from "./node-account.ts";
import { nodePool } from "./node-pool.ts";

export interface ConnectionArgs {
  readonly stack: string;
  readonly settings: GkeSettings;
  readonly place: Place;
  readonly zones: readonly string[];
  readonly names: Names;
  readonly labels: Readonly<Record<string, string>>;
  /** What the nodes pull from. */
  readonly repository: artifactregistry.Repository;
}

/**
 * The cluster of the stack with its nodes, and the provider for what runs in it. That waits for the nodes, so that a destruction
 * removes all objects, load balancers among them, before the nodes and the cluster.
 */
export function connectionToOwn(
  name: string,
  { stack, settings, place, zones, names, labels, repository }: ConnectionArgs,
  { parent, dependsOn }: Required<Pick<pulumi.CustomResourceOptions, "parent" | "dependsOn">>,
): kubernetes.Provider {
  const { account, rights } = nodeAccount(
    name,
    { place, accountId: names.account, cluster: names.cluster, repository },
    { parent, dependsOn },
  );
  const cluster = ownCluster(
    name,
    { name: names.cluster, place, settings, labels, account },
    { parent, dependsOn: [...rights] },
  );
  const nodes =
    settings.mode === "standard"
      ? [nodePool(name, { cluster, place, zones, settings, labels, account }, { parent })]
      : [];
  const kubeconfig = kubeconfigOf(names.cluster, endpointsOf(cluster), settings, stack);
  return provider(name, { kubeconfig, clusterIdentifier: cluster.id }, { parent, dependsOn: nodes });
}

/** The provider for what runs in a cluster that the stack does not own. */
export function connectionToExisting(
  name: string,
  cluster: string,
  { stack, settings, place }: Pick<ConnectionArgs, "stack" | "settings" | "place">,
  options: pulumi.CustomResourceOptions,
): kubernetes.Provider {
  const { id, endpoints } = existingCluster(cluster, place, settings, stack);
  const kubeconfig = kubeconfigOf(cluster, endpoints, settings, stack);
  return provider(name, { kubeconfig, clusterIdentifier: id }, options);
}

/** Another address of the same cluster is another kubeconfig: only another `clusterIdentifier` replaces the objects. */
const provider = (name: string, args: kubernetes.ProviderArgs, options: pulumi.ResourceOptions) =>
  new kubernetes.Provider(`${name}-kubernetes`, args, options);
