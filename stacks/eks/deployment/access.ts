import { eks } from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { createHash } from "node:crypto";

export interface AccessArgs {
  readonly cluster: eks.Cluster;
  readonly adminArns: readonly string[];
  readonly partition: pulumi.Input<string>;
  readonly tags: Readonly<Record<string, string>>;
}

/** Access entries for administrators, beside the one that EKS makes for the creator. */
export class Access extends pulumi.ComponentResource {
  readonly entries: readonly pulumi.Resource[];

  constructor(name: string, args: AccessArgs, options?: pulumi.ComponentResourceOptions) {
    super("modelport:eks:Access", `${name}-access`, {}, options);
    const { cluster, adminArns, partition, tags } = args;
    const child = { parent: this };
    this.entries = adminArns.flatMap((principalArn) => {
      const admin = `${name}-admin-${idOf(principalArn)}`;
      const clusterName = cluster.name;
      const entry = new eks.AccessEntry(admin, { clusterName, principalArn, type: "STANDARD", tags }, child);
      const policyArn = pulumi.interpolate`arn:${partition}:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy`;
      const association = new eks.AccessPolicyAssociation(
        `${admin}-policy`,
        { clusterName, principalArn: entry.principalArn, policyArn, accessScope: { type: "cluster" } },
        child,
      );
      return [entry, association];
    });
    this.registerOutputs({});
  }
}

/** The order of the list must not rename anything. */
const idOf = (arn: string): string => createHash("sha256").update(arn).digest("hex").slice(0, 8);
