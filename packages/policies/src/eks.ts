// Clusters of EKS and their nodes: https://docs.aws.amazon.com/securityhub/latest/userguide/eks-controls.html, and the best
// practices of EKS (https://docs.aws.amazon.com/eks/latest/best-practices/security.html).
import { inputAt, listOf, shown } from "./inputs.ts";
import { neededManagedPolicies } from "./least-privilege-aws.ts";
import { called, type DeclaredResource, type Graph, type Policy } from "./policy.ts";

const CLUSTER = "aws:eks/cluster:Cluster";
const NODE_GROUP = "aws:eks/nodeGroup:NodeGroup";
const EVERYWHERE = /^(0\.0\.0\.0\/0|::\/0)$/;

export const clusterApisNarrow = {
  name: "cluster-apis-narrow",
  title: "the API of a cluster of EKS is reachable from its VPC, and from named ranges of addresses at most",
  types: [CLUSTER],
  waivedBy: "apiOpen",
  check: (resource) => {
    // The default of EKS is everyone.
    if (inputAt(resource, "vpcConfig.endpointPublicAccess") === false) return [];
    const ranges = inputAt(resource, "vpcConfig.publicAccessCidrs");
    return listOf(ranges).length > 0 && !listOf(ranges).some((range) => EVERYWHERE.test(String(range)))
      ? []
      : [
          `${called(resource)}: vpcConfig.publicAccessCidrs is ${shown(ranges)}, but must be the addresses that need the API: ` +
            "name them, or set endpointPublicAccess to false.",
        ];
  },
} as const satisfies Policy;

export const clustersInSupport = {
  name: "clusters-in-support",
  title:
    "a cluster of EKS does not enter extended support, which costs six times as much, unless the settings ask for it",
  types: [CLUSTER],
  waivedBy: "extendedSupport",
  check: (resource) => {
    const policy = inputAt(resource, "upgradePolicy.supportType");
    return policy === "STANDARD"
      ? []
      : [
          `${called(resource)}: upgradePolicy.supportType is ${shown(policy)}, but must be "STANDARD": the default of EKS bills ` +
            "extended support without asking.",
        ];
  },
} as const satisfies Policy;

const PRINCIPAL = /^arn:aws[\w-]*:iam::\d{12}:(user|role)\/[\w+=,.@/-]+$/;

export const accessEntriesNamed = {
  name: "access-entries-named",
  title: "access entries of EKS are for one user or role, and in no group that may do everything",
  types: ["aws:eks/accessEntry:AccessEntry"],
  check: (resource) => {
    const { principalArn, kubernetesGroups } = resource.inputs;
    return [
      ...(PRINCIPAL.test(String(principalArn))
        ? []
        : [
            `${called(resource)}: principalArn is ${shown(principalArn)}, but must be the ARN of one user or role: an account or a ` +
              "wildcard would be everyone in it.",
          ]),
      ...(listOf(kubernetesGroups).includes("system:masters")
        ? [
            `${called(resource)}: kubernetesGroups has "system:masters", which nobody can take back: associate an access policy instead.`,
          ]
        : []),
    ];
  },
} as const satisfies Policy;

/** What nodes do themselves. Network interfaces are the CNI's, which has its own role by pod identity. */
const OF_NODES: ReadonlySet<string> = new Set([
  "AmazonEKSWorkerNodePolicy",
  "AmazonEKSWorkerNodeMinimalPolicy",
  "AmazonEC2ContainerRegistryPullOnly",
]);

export const nodeRolesNarrow = {
  name: "node-roles-narrow",
  title:
    "nodes of EKS may join the cluster and pull images, and nothing else, because every pod on them could do the same",
  types: ["aws:iam/rolePolicy:RolePolicy", "aws:iam/rolePolicyAttachment:RolePolicyAttachment"],
  check: (resource, graph) => {
    if (!isNodeRole(String(resource.inputs["role"]), graph)) return [];
    const { policyArn } = resource.inputs;
    const policy = /:aws:policy\/(.+)$/.exec(String(policyArn))?.[1];
    // What no identity may have, managed-policies-narrow refuses.
    const isElsewhere = policy !== undefined && !neededManagedPolicies.includes(policy);
    return isElsewhere || OF_NODES.has(policy ?? "")
      ? []
      : [
          `${called(resource)}: it gives the role of nodes ${policyArn === undefined ? "a policy of its own" : shown(policyArn)}, but must ` +
            `be one of ${[...OF_NODES].join(", ")}: give it to the pods that need it, by pod identity.`,
        ];
  },
} as const satisfies Policy;

function isNodeRole(role: string, graph: Graph): boolean {
  const arns = graph.flatMap((each) => [
    ...(each.type === NODE_GROUP ? [each.inputs["nodeRoleArn"]] : []),
    ...(each.type === CLUSTER ? [inputAt(each, "computeConfig.nodeRoleArn")] : []),
  ]);
  return arns.some((arn) => String(arn).endsWith(`/${role}`));
}

const HARDENED = [
  ["metadataOptions.httpTokens", "required"],
  ["metadataOptions.httpPutResponseHopLimit", 1],
] as const;

export const nodesHardened = {
  name: "nodes-hardened",
  title: "nodes demand IMDSv2, which answers no pod, and their disks are encrypted",
  types: ["aws:ec2/launchTemplate:LaunchTemplate"],
  check: (resource) => [
    ...HARDENED.filter(([path, must]) => inputAt(resource, path) !== must).map(
      ([path, must]) =>
        `${called(resource)}: ${path} is ${shown(inputAt(resource, path))}, but must be ${shown(must)}, or pods take the role of the node.`,
    ),
    ...disksOf(resource)
      .filter(({ encrypted }) => encrypted !== "true")
      .map(
        ({ encrypted }) =>
          `${called(resource)}: blockDeviceMappings has a disk whose encrypted is ${shown(encrypted)}, but must be "true".`,
      ),
  ],
} as const satisfies Policy;

function disksOf({ inputs }: DeclaredResource): readonly { readonly encrypted?: unknown }[] {
  return listOf(inputs["blockDeviceMappings"]).flatMap((mapping) => (mapping as { readonly ebs?: object }).ebs ?? []);
}
