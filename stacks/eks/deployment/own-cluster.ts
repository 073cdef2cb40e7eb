import { getPartitionOutput } from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { EksSettings } from "../settings.ts";
import { Access } from "./access.ts";
import { AddOns } from "./add-ons.ts";
import { Cluster } from "./cluster.ts";
import type { ClusterAccess } from "./kubeconfig.ts";
import type { Network } from "./network.ts";
import { Nodes } from "./nodes.ts";
import { Roles } from "./roles.ts";

export interface OwnClusterArgs {
  readonly settings: EksSettings;
  readonly network: Network;
  readonly tags: Readonly<Record<string, string>>;
}

/** A cluster of the stack's own, ready for pods. */
export class OwnCluster extends pulumi.ComponentResource {
  readonly access: ClusterAccess;
  /** What objects of the cluster need to work, and until they are gone. */
  readonly ready: readonly pulumi.Resource[];

  constructor(name: string, args: OwnClusterArgs, options?: pulumi.ComponentResourceOptions) {
    super("modelport:eks:OwnCluster", `${name}-own`, {}, options);
    const { settings, network, tags } = args;
    const { autoMode, adminArns } = settings;
    const child = { parent: this };
    const { partition } = getPartitionOutput();
    const roles = new Roles(name, { autoMode, partition, tags }, child);
    const { cluster, access } = new Cluster(name, { settings, network, roles, tags }, child);
    const { entries } = new Access(name, { cluster, adminArns, partition, tags }, child);
    const addOns = new AddOns(name, { cluster, roles, tags }, child);
    const after = addOns.beforeNodes();
    const nodes = autoMode ? [] : [new Nodes(name, { cluster, settings, network, roles, after, tags }, child).group];
    this.access = access;
    this.ready = [cluster, ...entries, ...nodes, ...addOns.onNodes(nodes)];
    this.registerOutputs({});
  }
}
