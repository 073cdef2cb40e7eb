// For tests: a cluster of EKS with its parts in a stand-in, as far as a test wants them.
import { standIn } from "../stand-in.testing.ts";
import { ACCESS_ENTRY, ACCESS_POLICY, ADD_ON, CLUSTER, LAUNCH_TEMPLATE, NODE_GROUP } from "./eks.ts";
import { textOf, type Values } from "@modelport/sdk-schema/wire";

export const TYPES = {
  role: "aws:iam/role:Role",
  attachment: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
  logGroup: "aws:cloudwatch/logGroup:LogGroup",
  cluster: CLUSTER,
  nodes: NODE_GROUP,
  addOn: ADD_ON,
  entry: ACCESS_ENTRY,
  policy: ACCESS_POLICY,
  template: LAUNCH_TEMPLATE,
} as const;

export type Changes = Readonly<Record<string, unknown>>;

export const SUBNETS = ["subnet-a", "subnet-b"];

const TRUST = {
  cluster: "eks.amazonaws.com",
  nodes: "ec2.amazonaws.com",
  cni: "pods.eks.amazonaws.com",
} as const;

const RIGHTS: Readonly<Record<keyof typeof TRUST, readonly string[]>> = {
  cluster: ["AmazonEKSClusterPolicy"],
  nodes: ["AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryPullOnly"],
  cni: ["AmazonEKS_CNI_Policy"],
};

/** An account with the roles of a cluster; a test makes the rest, in the order that it tries. */
export async function eksStack(rights: Partial<typeof RIGHTS> = {}, account?: Parameters<typeof standIn>[2]) {
  const cloud = standIn("aws", {}, account);
  const arns: Record<string, string> = {};
  for (const [role, service] of Object.entries(TRUST)) {
    const assumeRolePolicy = JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: ["sts:AssumeRole"], Principal: { Service: service } }],
    });
    const made = await cloud.make(TYPES.role, role, { name: role, assumeRolePolicy });
    arns[role] = textOf(made.outputs["arn"]);
    for (const policy of { ...RIGHTS, ...rights }[role as keyof typeof TRUST]) {
      const policyArn = `arn:aws:iam::aws:policy/${policy}`;
      await cloud.make(TYPES.attachment, `${role}-${policy}`, { role: made.id, policyArn });
    }
  }
  /** What is undefined is left out. */
  const given = (inputs: Changes): Values =>
    Object.fromEntries(Object.entries(inputs).filter(([, value]) => value !== undefined)) as Values;
  const inputs = {
    cluster: (more: Changes = {}): Values =>
      given({
        name: "api",
        roleArn: arns["cluster"] ?? "",
        version: "1.35",
        bootstrapSelfManagedAddons: false,
        vpcConfig: { subnetIds: SUBNETS },
        ...more,
      }),
    nodes: (more: Changes = {}): Values =>
      given({
        clusterName: "api",
        nodeRoleArn: arns["nodes"] ?? "",
        subnetIds: SUBNETS,
        scalingConfig: { desiredSize: 3, minSize: 3, maxSize: 3 },
        ...more,
      }),
    addOn: (addonName: string, more: Changes = {}): Values => given({ clusterName: "api", addonName, ...more }),
    cni: (): Values => ({
      clusterName: "api",
      addonName: "vpc-cni",
      podIdentityAssociations: [{ serviceAccount: "aws-node", roleArn: arns["cni"] ?? "" }],
    }),
  };
  const { make } = cloud;
  /** The cluster and what its nodes need. */
  const ready = async (more: Changes = {}) => {
    const cluster = await make(TYPES.cluster, "cluster", inputs.cluster(more));
    await make(TYPES.addOn, "agent", inputs.addOn("eks-pod-identity-agent"));
    await make(TYPES.addOn, "proxy", inputs.addOn("kube-proxy"));
    const cni = await make(TYPES.addOn, "cni", inputs.cni());
    return { cluster, cni };
  };
  return { ...cloud, inputs, arns, ready };
}
