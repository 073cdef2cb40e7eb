// Types of EC2 instances, each x86_64, as the image. Free of Pulumi.

export interface NodeType {
  readonly vcpus: number;
  readonly memoryGiB: number;
  /**
   * Pods that the addresses of its network interfaces allow, as a node of EKS.
   * Source: https://github.com/awslabs/amazon-eks-ami/blob/main/nodeadm/internal/kubelet/eni-max-pods.txt
   */
  readonly addresses: number;
  /**
   * The share of each vCPU that a burstable type may use without a charge.
   * Source: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/burstable-credits-baseline-concepts.html
   */
  readonly baseline?: number;
}

/** Smallest first. */
export const NODE_TYPES = {
  "t3.small": { vcpus: 2, memoryGiB: 2, addresses: 11, baseline: 0.2 },
  "t3.medium": { vcpus: 2, memoryGiB: 4, addresses: 17, baseline: 0.2 },
  "t3.large": { vcpus: 2, memoryGiB: 8, addresses: 35, baseline: 0.3 },
  "m7i.large": { vcpus: 2, memoryGiB: 8, addresses: 29 },
  "m7i.xlarge": { vcpus: 4, memoryGiB: 16, addresses: 58 },
  "m7i.2xlarge": { vcpus: 8, memoryGiB: 32, addresses: 58 },
  "m7i.4xlarge": { vcpus: 16, memoryGiB: 64, addresses: 234 },
  "m7i.8xlarge": { vcpus: 32, memoryGiB: 128, addresses: 234 },
  "m7i.16xlarge": { vcpus: 64, memoryGiB: 256, addresses: 737 },
  "m7i.24xlarge": { vcpus: 96, memoryGiB: 384, addresses: 737 },
} as const satisfies Readonly<Record<string, NodeType>>;

export type NodeTypeName = keyof typeof NODE_TYPES;

export const NODE_TYPE_NAMES = Object.keys(NODE_TYPES) as [NodeTypeName, ...NodeTypeName[]];

export const nodeTypeOf = (name: NodeTypeName): NodeType => NODE_TYPES[name];

/** What a family is priced by: each of its sizes costs as much per unit. */
export const FAMILIES = { t3: "memoryGiB", m7i: "vcpus" } as const satisfies Readonly<Record<string, keyof NodeType>>;

export type Family = keyof typeof FAMILIES;

export const familyOf = (name: NodeTypeName): Family => (name.startsWith("t3.") ? "t3" : "m7i");

/** In how many units of its family's price a type is. */
export const unitsOf = (name: NodeTypeName): number => nodeTypeOf(name)[FAMILIES[familyOf(name)]];

/** Whether it earns and spends CPU credits. */
export const isBurstable = (name: NodeTypeName): boolean => nodeTypeOf(name).baseline !== undefined;
