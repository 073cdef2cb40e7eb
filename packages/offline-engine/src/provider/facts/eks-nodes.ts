// Whether nodes of EKS join their cluster, and add-ons become healthy. Files are in github.com/hashicorp/terraform-provider-aws,
// internal/service/eks.
import { membersOf, textOf } from "@modelport/sdk-schema/wire";
import { subnetOf } from "../network.ts";
import type { BehaviorTable, Refusal } from "./behavior.ts";
import { declaredAs, declaredOf, objectsIn, textsIn } from "./declared.ts";
import { ADD_ON, CLUSTER, NODE_GROUP } from "./eks.ts";
import { policiesOf, trustOf } from "./eks-clusters.ts";
import { sets } from "./equivalences.ts";
import type { Making } from "./making.ts";

const clusterOf = (making: Making) => declaredAs(making, CLUSTER, making.inputs["clusterName"]);

/** Of the same cluster. */
const siblings = (making: Making, type: string) =>
  declaredOf(making, type).filter(({ inputs }) => inputs["clusterName"] === making.inputs["clusterName"]);

export const inCluster: Refusal = {
  on: ["create"],
  says: (making, { account }) => {
    const name = textOf(making.inputs["clusterName"]);
    return clusterOf(making) === undefined && account.clusters[name] === undefined
      ? `ResourceNotFoundException: No cluster found for name: ${name}.`
      : undefined;
  },
  source: "https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateNodegroup.html",
};

const sizes: Refusal = {
  says: ({ inputs }) => {
    const { desiredSize, minSize, maxSize } = membersOf(inputs["scalingConfig"]);
    const [desired, least, most] = [Number(desiredSize), Number(minSize), Number(maxSize)];
    if (least > desired)
      return `InvalidParameterException: Minimum capacity ${least} can't be greater than desired size ${desired}`;
    return desired > most
      ? `InvalidParameterException: desired capacity ${desired} can't be greater than max size ${most}`
      : undefined;
  },
  source: "https://docs.aws.amazon.com/eks/latest/APIReference/API_NodegroupScalingConfig.html",
};

const inTemplate: Refusal = {
  says: ({ inputs }) =>
    inputs["launchTemplate"] !== undefined && inputs["diskSize"] !== undefined
      ? "InvalidParameterException: Disk size must be specified within the launch template."
      : undefined,
  source: "https://docs.aws.amazon.com/eks/latest/userguide/launch-templates.html",
};

const NEVER_JOINED = "NodeCreationFailure: Instances failed to join the kubernetes cluster.";
const NOT_READY = "NodeCreationFailure: Unhealthy nodes in the kubernetes cluster.";

const waiting = (making: Making, code: string) =>
  `waiting for EKS Node Group (${textOf(making.inputs["clusterName"])}:${making.name}) create: unexpected state 'CREATE_FAILED', ` +
  `wanted target 'ACTIVE'. last error: ${code}`;

const addresses: Refusal = {
  on: ["create"],
  says: ({ inputs, name }, { account }) => {
    const closed = textsIn(inputs["subnetIds"]).find((id) => {
      const { route, mapsPublicIps = route === "internet" } = subnetOf(id, account);
      return route === "internet" && !mapsPublicIps;
    });
    return (
      closed &&
      `Ec2SubnetInvalidConfiguration: One or more Amazon EC2 Subnets of [${closed}] for node group ${name} does not automatically ` +
        "assign public IP addresses to instances launched into it."
    );
  },
  source: "https://docs.aws.amazon.com/eks/latest/userguide/troubleshooting.html",
};

/** `2` for t3.medium, `8` for m7i.2xlarge: https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-types.html */
function vcpusOf(type: string): number {
  const [, times] = /\.(\d*)xlarge$/.exec(type) ?? [];
  return times === undefined ? 2 : 4 * Number(times || 1);
}

const quota: Refusal = {
  says: ({ inputs }, { account }) => {
    const [type = "t3.medium"] = textsIn(inputs["instanceTypes"]);
    const vcpus = Number(membersOf(inputs["scalingConfig"])["desiredSize"]) * vcpusOf(type);
    return vcpus > account.standardVcpus
      ? "AsgInstanceLaunchFailures: Could not launch On-Demand Instances. VcpuLimitExceeded - You have requested more vCPU capacity " +
          `than your current vCPU limit of ${account.standardVcpus} allows for the instance bucket that the specified instance type belongs to.`
      : undefined;
  },
  source:
    "https://docs.aws.amazon.com/eks/latest/APIReference/API_Issue.html, https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-on-demand-instances.html",
};

const JOIN = ["AmazonEKSWorkerNodePolicy", "AmazonEKSWorkerNodeMinimalPolicy"];
const PULL = ["AmazonEC2ContainerRegistryPullOnly", "AmazonEC2ContainerRegistryReadOnly"];
const CNI = "AmazonEKS_CNI_Policy";

const joins: Refusal = {
  on: ["create"],
  says: (making, { account }) => {
    const policies = policiesOf(making, textOf(making.inputs["nodeRoleArn"]));
    const subnets = textsIn(making.inputs["subnetIds"]).map((id) => subnetOf(id, account));
    const mayJoin =
      policies === undefined || [JOIN, PULL].every((some) => some.some((each) => policies.includes(each)));
    return !mayJoin || !account.dnsHostnames || subnets.some(({ route }) => route === "none")
      ? waiting(making, NEVER_JOINED)
      : undefined;
  },
  source:
    "https://docs.aws.amazon.com/eks/latest/userguide/create-node-role.html, network-reqs.html, troubleshooting.html#worker-node-fail",
};

/** A node is ready once it has a network, whose plugin needs rights of its own or those of the node. */
const hasNetwork: Refusal = {
  on: ["create"],
  says: (making) => {
    const cluster = clusterOf(making);
    if (cluster === undefined || cluster.inputs["bootstrapSelfManagedAddons"] !== false) return undefined;
    const addOns = siblings(making, ADD_ON);
    const named = (name: string) => addOns.find(({ inputs }) => inputs["addonName"] === name);
    const cni = named("vpc-cni");
    const identities = objectsIn(cni?.inputs["podIdentityAssociations"]);
    const byIdentity = identities.length > 0 && named("eks-pod-identity-agent") !== undefined;
    const roles = byIdentity
      ? identities.map(({ roleArn }) => textOf(roleArn))
      : [textOf(making.inputs["nodeRoleArn"])];
    const mayConnect = roles.some((role) => policiesOf(making, role)?.includes(CNI) ?? true);
    return cni === undefined || named("kube-proxy") === undefined || !mayConnect
      ? waiting(making, NOT_READY)
      : undefined;
  },
  source: "https://docs.aws.amazon.com/eks/latest/userguide/managing-vpc-cni.html",
};

/** Those that run as Deployments, which need nodes; the others are DaemonSets, healthy with none. */
const ON_NODES: ReadonlySet<string> = new Set(["coredns", "metrics-server"]);

const healthy: Refusal = {
  on: ["create"],
  says: (making) => {
    const name = textOf(making.inputs["addonName"]);
    const cluster = clusterOf(making);
    const isAuto = membersOf(cluster?.inputs["computeConfig"])["enabled"] === true;
    if (!ON_NODES.has(name) || cluster === undefined || isAuto || siblings(making, NODE_GROUP).length > 0)
      return undefined;
    return (
      `waiting for EKS Add-On (${cluster.id}:${name}) create: timeout while waiting for state to become 'ACTIVE' ` +
      "(last state: 'DEGRADED', timeout: 20m0s)"
    );
  },
  source: "addon.go: waitAddonCreated; https://docs.aws.amazon.com/eks/latest/userguide/managing-coredns.html",
};

const trusted: Refusal = {
  says: (making) => {
    const roles = objectsIn(making.inputs["podIdentityAssociations"]).map(({ roleArn }) => textOf(roleArn));
    const closed = roles.find((role) => trustOf(making, role)?.includes("pods.eks.amazonaws.com") === false);
    return (
      closed &&
      `InvalidParameterException: Trust policy of role ${closed} must allow pods.eks.amazonaws.com to call sts:AssumeRole and sts:TagSession`
    );
  },
  source: "https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html",
};

/** EKS itself says nothing: the interfaces stay, and with them the subnet and security groups that they are in. */
const goneBeforeNodes: Refusal = {
  on: ["delete"],
  says: (making) => {
    const groups = siblings(making, NODE_GROUP);
    return making.inputs["addonName"] === "vpc-cni" && groups.length > 0
      ? `network interfaces of ${groups[0]?.id ?? ""} stay behind if its vpc-cni is deleted first: delete the node group before`
      : undefined;
  },
  source: "https://github.com/terraform-aws-modules/terraform-aws-eks/pull/2743",
};

export const eksNodes: BehaviorTable = {
  [NODE_GROUP]: {
    equivalences: { subnetIds: sets("node_group.go: a set") },
    refusals: [inCluster, sizes, inTemplate, quota, addresses, joins, hasNetwork],
  },
  [ADD_ON]: { refusals: [inCluster, healthy, trusted, goneBeforeNodes] },
};
