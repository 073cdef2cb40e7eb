import { assumedBy } from "@modelport/aws";
import { iam } from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

export interface RolesArgs {
  readonly autoMode: boolean;
  readonly partition: pulumi.Input<string>;
  readonly tags: Readonly<Record<string, string>>;
}

/** https://docs.aws.amazon.com/eks/latest/userguide/auto-cluster-iam-role.html */
const AUTO_MODE = [
  "AmazonEKSComputePolicy",
  "AmazonEKSBlockStoragePolicy",
  "AmazonEKSLoadBalancingPolicy",
  "AmazonEKSNetworkingPolicy",
];

/**
 * The roles of the control plane, of the nodes, and of the VPC CNI. Nodes may join the cluster and pull images; network interfaces
 * are the CNI's alone, which gets its role by pod identity. In Auto Mode EKS itself is the CNI.
 */
export class Roles extends pulumi.ComponentResource {
  readonly cluster: iam.Role;
  readonly nodes: iam.Role;
  readonly cni: iam.Role | undefined;
  /** Must be there before the cluster and its nodes, and until they are gone. */
  readonly rights: readonly iam.RolePolicyAttachment[];

  constructor(name: string, { autoMode, partition, tags }: RolesArgs, options?: pulumi.ComponentResourceOptions) {
    super("modelport:eks:Roles", `${name}-roles`, {}, options);
    const child = { parent: this };
    // Otherwise a policy that a person or an organization attached to a role would stop a destroy halfway.
    const inputs = { forceDetachPolicies: true, tags };
    const role = (of: string, service: string, tagsSessions: boolean) =>
      new iam.Role(`${name}-${of}`, { ...inputs, assumeRolePolicy: assumedBy(service, { tagsSessions }) }, child);
    const rights: iam.RolePolicyAttachment[] = [];
    const grant = (of: string, to: iam.Role, policies: readonly string[]) => {
      for (const policy of policies) {
        const policyArn = pulumi.interpolate`arn:${partition}:iam::aws:policy/${policy}`;
        rights.push(new iam.RolePolicyAttachment(`${name}-${of}-${policy}`, { role: to.name, policyArn }, child));
      }
    };
    this.cluster = role("cluster-role", "eks.amazonaws.com", autoMode);
    grant("cluster-role", this.cluster, ["AmazonEKSClusterPolicy", ...(autoMode ? AUTO_MODE : [])]);
    this.nodes = role("node-role", "ec2.amazonaws.com", false);
    grant("node-role", this.nodes, [
      autoMode ? "AmazonEKSWorkerNodeMinimalPolicy" : "AmazonEKSWorkerNodePolicy",
      "AmazonEC2ContainerRegistryPullOnly",
    ]);
    if (!autoMode) {
      this.cni = role("cni-role", "pods.eks.amazonaws.com", true);
      grant("cni-role", this.cni, ["AmazonEKS_CNI_Policy"]);
    }
    this.rights = rights;
    this.registerOutputs({});
  }
}
