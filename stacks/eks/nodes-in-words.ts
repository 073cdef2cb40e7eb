import { podsPerNode } from "@modelport/kubernetes-workload";
import { roomOf } from "./nodes.ts";
import type { EksSettings } from "./settings.ts";

/** The nodes and what they hold, as people read it. */
export function nodesInWords(settings: EksSettings): string {
  const { cluster, autoMode, nodes, nodeType } = settings;
  if (cluster !== undefined) return `those of the cluster ${cluster}`;
  if (autoMode) return "as many as the pods need, which EKS starts and stops";
  const pods = nodes * podsPerNode(settings, roomOf(nodeType, nodes));
  return `${nodes} of ${nodeType}, which hold ${pods} pods, those of a rollout included`;
}
