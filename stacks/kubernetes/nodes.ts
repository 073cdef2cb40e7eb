import { allocatable, nodesFor, type NodeRoom } from "@modelport/kubernetes-workload";
import type { KubernetesSettings } from "./settings.ts";

export function nodeRoom({ nodeVcpus, nodeMemoryGiB }: KubernetesSettings): NodeRoom {
  return allocatable({ vcpus: nodeVcpus, memoryGiB: nodeMemoryGiB });
}

/** How many nodes the autoscaler's least and most pods need, as people read it. */
export function nodesInWords(settings: KubernetesSettings): string {
  const { minReplicas, maxReplicas, nodeVcpus, nodeMemoryGiB, nodeUsdPerHour: usd } = settings;
  const needed = (pods: number) => nodesFor(pods, settings, nodeRoom(settings));
  const price = usd === undefined ? "at an unknown price" : `at ${usd} USD an hour`;
  return (
    `${needed(minReplicas)} for ${minReplicas} pods, ${needed(maxReplicas)} for ${maxReplicas}, ` +
    `of ${nodeVcpus} vCPUs and ${nodeMemoryGiB} GiB ${price}`
  );
}
