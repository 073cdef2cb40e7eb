import { eks } from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Roles } from "./roles.ts";

export interface AddOnsArgs {
  readonly cluster: eks.Cluster;
  readonly roles: Roles;
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * Add-ons that EKS manages, in versions that EKS chooses for the cluster's. DaemonSets come before the nodes, which are not ready
 * without a network, and go after them: a CNI that is gone first leaves network interfaces behind
 * (https://github.com/terraform-aws-modules/terraform-aws-eks/pull/2743). In Auto Mode EKS brings all but metrics-server.
 */
export class AddOns extends pulumi.ComponentResource {
  readonly #name: string;
  readonly #args: AddOnsArgs;

  constructor(name: string, args: AddOnsArgs, options?: pulumi.ComponentResourceOptions) {
    super("modelport:eks:AddOns", `${name}-add-ons`, {}, options);
    this.#name = name;
    this.#args = args;
    this.registerOutputs({});
  }

  /** What a node needs to become ready. */
  beforeNodes(): readonly eks.Addon[] {
    const { cni } = this.#args.roles;
    if (cni === undefined) return [];
    return [
      this.#addOn("eks-pod-identity-agent"),
      this.#addOn("vpc-cni", {
        podIdentityAssociations: [{ serviceAccount: "aws-node", roleArn: cni.arn }],
        configurationValues: JSON.stringify({ enableNetworkPolicy: "true" }),
      }),
      this.#addOn("kube-proxy"),
    ];
  }

  /** What needs nodes to run on. */
  onNodes(nodes: readonly pulumi.Resource[]): readonly eks.Addon[] {
    const names = this.#args.roles.cni === undefined ? ["metrics-server"] : ["coredns", "metrics-server"];
    return names.map((addonName) => this.#addOn(addonName, {}, nodes));
  }

  #addOn(
    addonName: string,
    more: Pick<eks.AddonArgs, "podIdentityAssociations" | "configurationValues"> = {},
    after: readonly pulumi.Resource[] = [],
  ): eks.Addon {
    const { cluster, roles, tags } = this.#args;
    return new eks.Addon(
      `${this.#name}-${addonName.replace(/^eks-/, "")}`,
      {
        clusterName: cluster.name,
        addonName,
        ...more,
        resolveConflictsOnCreate: "OVERWRITE",
        resolveConflictsOnUpdate: "OVERWRITE",
        tags,
      },
      { parent: this, dependsOn: [...roles.rights, ...after] },
    );
  }
}
