// Cases of the policies for EKS.
import { type Ill, resource, type Well } from "./declared.testing.ts";

const CLUSTER = "aws:eks/cluster:Cluster";
const NODE_GROUP = "aws:eks/nodeGroup:NodeGroup";
const ENTRY = "aws:eks/accessEntry:AccessEntry";
const TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";
const ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";
const ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy";
const SERVICE = "kubernetes:core/v1:Service";

const api = (vpcConfig: object) => resource(CLUSTER, { vpcConfig });
const group = resource(NODE_GROUP, { nodeRoleArn: "arn:aws:iam::123456789012:role/nodes" });
const attached = (policy: string, role = "nodes") =>
  resource(ATTACHMENT, { role, policyArn: `arn:aws:iam::aws:policy/${policy}` });
const template = (metadataOptions: object, ebs: object = { encrypted: "true" }) =>
  resource(TEMPLATE, { metadataOptions, blockDeviceMappings: [{ deviceName: "/dev/xvda", ebs }] });
const hardened = { httpTokens: "required", httpPutResponseHopLimit: 1 };
const balanced = (ranges?: readonly string[]) =>
  resource(SERVICE, { spec: { type: "LoadBalancer", loadBalancerSourceRanges: ranges } });

export const wellOnEks: Well = [
  ["cluster-apis-narrow", [api({ endpointPublicAccess: false })]],
  ["cluster-apis-narrow", [api({ endpointPublicAccess: true, publicAccessCidrs: ["198.51.100.7/32"] })]],
  ["clusters-in-support", [resource(CLUSTER, { upgradePolicy: { supportType: "STANDARD" } })]],
  ["access-entries-named", [resource(ENTRY, { principalArn: "arn:aws:iam::123456789012:role/ops/platform" })]],
  ["node-roles-narrow", [group, attached("AmazonEKSWorkerNodePolicy"), attached("AmazonEKS_CNI_Policy", "cni")]],
  ["nodes-hardened", [template(hardened)]],
  ["endpoint-closed", [balanced(["203.0.113.0/24"])]],
];

export const illOnEks: Ill = [
  [
    "cluster-apis-narrow",
    [api({ subnetIds: [] })],
    `${CLUSTER} \`lambda-x\`: vpcConfig.publicAccessCidrs is not set, but must be the addresses that need the API: name them, or set endpointPublicAccess to false.`,
  ],
  [
    "cluster-apis-narrow",
    [api({ endpointPublicAccess: true, publicAccessCidrs: ["0.0.0.0/0"] })],
    `${CLUSTER} \`lambda-x\`: vpcConfig.publicAccessCidrs is ["0.0.0.0/0"], but must be the addresses that need the API: name them, or set endpointPublicAccess to false.`,
  ],
  [
    "clusters-in-support",
    [resource(CLUSTER, {})],
    `${CLUSTER} \`lambda-x\`: upgradePolicy.supportType is not set, but must be "STANDARD": the default of EKS bills extended support without asking.`,
  ],
  [
    "access-entries-named",
    [resource(ENTRY, { principalArn: "arn:aws:iam::123456789012:root" })],
    `${ENTRY} \`lambda-x\`: principalArn is "arn:aws:iam::123456789012:root", but must be the ARN of one user or role: an account or a wildcard would be everyone in it.`,
  ],
  [
    "access-entries-named",
    [resource(ENTRY, { principalArn: "arn:aws:iam::123456789012:role/ops", kubernetesGroups: ["system:masters"] })],
    `${ENTRY} \`lambda-x\`: kubernetesGroups has "system:masters", which nobody can take back: associate an access policy instead.`,
  ],
  [
    "node-roles-narrow",
    [group, attached("AmazonEKS_CNI_Policy")],
    `${ATTACHMENT} \`lambda-x\`: it gives the role of nodes "arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy", but must be one of AmazonEKSWorkerNodePolicy, AmazonEKSWorkerNodeMinimalPolicy, AmazonEC2ContainerRegistryPullOnly: give it to the pods that need it, by pod identity.`,
  ],
  [
    "node-roles-narrow",
    [group, resource(ROLE_POLICY, { role: "nodes", policy: "{}" })],
    `${ROLE_POLICY} \`lambda-x\`: it gives the role of nodes a policy of its own, but must be one of AmazonEKSWorkerNodePolicy, AmazonEKSWorkerNodeMinimalPolicy, AmazonEC2ContainerRegistryPullOnly: give it to the pods that need it, by pod identity.`,
  ],
  [
    "nodes-hardened",
    [template({ ...hardened, httpPutResponseHopLimit: 2 })],
    `${TEMPLATE} \`lambda-x\`: metadataOptions.httpPutResponseHopLimit is 2, but must be 1, or pods take the role of the node.`,
  ],
  [
    "nodes-hardened",
    [template(hardened, { volumeType: "gp3" })],
    `${TEMPLATE} \`lambda-x\`: blockDeviceMappings has a disk whose encrypted is not set, but must be "true".`,
  ],
  [
    "endpoint-closed",
    [balanced(["0.0.0.0/0"])],
    `${SERVICE} \`lambda-x\`: spec.type is "LoadBalancer", but must be ClusterIP, or set modelport:public to true if it is meant to be public.`,
  ],
];
