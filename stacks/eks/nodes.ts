// What is left for the workload's pods on a node of EKS, and how many nodes they need.
import { nodesFor, type NodeRoom } from "@modelport/kubernetes-workload";
import { type NodeTypeName, nodeTypeOf } from "./node-types.ts";
import type { EksSettings } from "./settings.ts";

/**
 * The share of an instance's memory that the hypervisor and the kernel take before a node reports its capacity, as Karpenter
 * assumes it for all types: https://karpenter.sh/docs/reference/settings/ (VM_MEMORY_OVERHEAD_PERCENT).
 */
const OVERHEAD = 0.075;

/**
 * What the kubelet and the runtime keep: https://github.com/awslabs/amazon-eks-ami/blob/main/nodeadm/internal/kubelet/config.go. Of
 * memory that is for as many pods as there are addresses, although a node group then lowers their number.
 */
const RESERVED = { memoryMiB: 255, memoryMiBPerPod: 11, evictionMiB: 100 } as const;

/** The shares of the vCPUs, up to each step: the same page. */
const VCPUS_RESERVED = [
  { upTo: 1, share: 0.06 },
  { upTo: 2, share: 0.01 },
  { upTo: 4, share: 0.005 },
  { upTo: Infinity, share: 0.0025 },
] as const;

/**
 * A managed node group lowers the most pods of a node:
 * https://docs.aws.amazon.com/eks/latest/userguide/choosing-instance-type.html
 */
const MOST_PODS = { small: 110, large: 250, largeFromVcpus: 30 } as const;

/**
 * Pods of the add-ons on each node: the VPC CNI, kube-proxy and the pod identity agent, by what they reserve in their manifests.
 * Source: https://github.com/aws/amazon-vpc-cni-k8s/blob/master/charts/aws-vpc-cni/values.yaml (25m for each of two containers)
 */
const ON_EACH = { pods: 3, vcpus: 0.15, memoryMiB: 0 } as const;

/**
 * CoreDNS and metrics-server have two pods each, which spread over nodes: https://github.com/coredns/helm (100m, 70Mi), and
 * https://github.com/kubernetes-sigs/metrics-server/blob/master/manifests/base/deployment.yaml (100m, 200Mi).
 */
const SPREAD = { copies: 2, pods: 2, vcpus: 0.2, memoryMiB: 270 } as const;

function reservedVcpus(vcpus: number): number {
  return VCPUS_RESERVED.reduce((sum, { upTo, share }, index) => {
    const from = VCPUS_RESERVED[index - 1]?.upTo ?? 0;
    return sum + Math.max(0, Math.min(vcpus, upTo) - from) * share;
  }, 0);
}

/** The room on each of `nodes` nodes. */
export function roomOf(type: NodeTypeName, nodes: number): NodeRoom {
  const { vcpus, memoryGiB, addresses } = nodeTypeOf(type);
  const pods = Math.min(addresses, vcpus < MOST_PODS.largeFromVcpus ? MOST_PODS.small : MOST_PODS.large);
  const kept = RESERVED.memoryMiB + RESERVED.memoryMiBPerPod * addresses + RESERVED.evictionMiB;
  const spread = Math.ceil(SPREAD.copies / nodes);
  return {
    vcpus: vcpus - reservedVcpus(vcpus) - ON_EACH.vcpus - spread * SPREAD.vcpus,
    memoryMiB: memoryGiB * 1024 * (1 - OVERHEAD) - kept - ON_EACH.memoryMiB - spread * SPREAD.memoryMiB,
    pods: pods - ON_EACH.pods - spread * SPREAD.pods,
  };
}

export type Pod = Pick<EksSettings, "requestVcpus" | "requestMemoryMiB">;

/** Whole nodes that hold `pods` and those that a rollout starts beside them; Infinity if none holds a single one. */
export function nodesNeeded(pods: number, pod: Pod, type: NodeTypeName): number {
  return nodesFor(pods, pod, roomOf(type, 1)) === 1 ? 1 : Math.max(2, nodesFor(pods, pod, roomOf(type, 2)));
}
