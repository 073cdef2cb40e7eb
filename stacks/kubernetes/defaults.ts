import type { RawSettings } from "@modelport/target-kit";
import { allocatable, podsPerNode, workloadDefaults } from "@modelport/kubernetes-workload";
import type { KubernetesSettings } from "./settings.ts";

/** The sizes of common nodes: twice as large each time, with 4 GiB for a vCPU. */
const NODES = [2, 4, 8, 16, 32, 64, 128].map((vcpus) => ({ vcpus, memoryGiB: vcpus * 4 }));

/** The workload's, and the smallest common node that holds a pod of the given size. */
export function defaultsFor(given: RawSettings): Partial<KubernetesSettings> {
  const pod = {
    requestVcpus: typeof given["requestVcpus"] === "number" ? given["requestVcpus"] : 0,
    requestMemoryMiB: typeof given["requestMemoryMiB"] === "number" ? given["requestMemoryMiB"] : 0,
  };
  const node = NODES.find((size) => podsPerNode(pod, allocatable(size)) >= 1);
  return {
    ...workloadDefaults(given),
    ...(node !== undefined && { nodeVcpus: node.vcpus, nodeMemoryGiB: node.memoryGiB }),
  };
}
