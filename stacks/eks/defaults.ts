// Defaults that depend on other settings: changing one setting alone must not be refused because of one that is left out.
import type { RawSettings } from "@modelport/target-kit";
import { workloadDefaults, workloadSettings } from "@modelport/kubernetes-workload";
import { isBurstable, NODE_TYPE_NAMES, type NodeTypeName } from "./node-types.ts";
import { nodesNeeded, type Pod } from "./nodes.ts";
import type { EksSettings } from "./settings.ts";
import { USUAL } from "./sizes.ts";

/** The workload's, and nodes that hold the most pods that the autoscaler may ask for. */
export function defaultsFor(given: RawSettings): Partial<EksSettings> {
  const workload: Partial<EksSettings> = {
    ...workloadDefaults(given),
    ...(given["autoMode"] === true && { startupSeconds: USUAL.startupSeconds.autoMode }),
  };
  if (given["cluster"] !== undefined) return workload;
  const numberOf = (key: keyof Pod | "minReplicas" | "maxReplicas") =>
    numberIn(given, key) ?? workload[key] ?? workloadSettings[key].parse(undefined);
  const pod: Pod = { requestVcpus: numberOf("requestVcpus"), requestMemoryMiB: numberOf("requestMemoryMiB") };
  const [least, most] = [numberOf("minReplicas"), numberOf("maxReplicas")];
  const nodes = numberIn(given, "nodes");
  const isGiven = given["maxReplicas"] !== undefined;
  const nodeType = typeOf(given) ?? typeFor(given, pod, isGiven ? most : least, nodes ?? USUAL.mostNodes);
  if (nodes === undefined) {
    const needed = nodesNeeded(most, pod, nodeType);
    return { ...workload, nodeType, ...(Number.isFinite(needed) && { nodes: Math.max(USUAL.nodes, needed) }) };
  }
  const maxReplicas = isGiven ? most : mostReplicas(least, most, (pods) => nodesNeeded(pods, pod, nodeType) <= nodes);
  return { ...workload, nodeType, maxReplicas };
}

function numberIn(given: RawSettings, key: string): number | undefined {
  const value = given[key];
  return typeof value === "number" ? value : undefined;
}

const typeOf = (given: RawSettings): NodeTypeName | undefined =>
  NODE_TYPE_NAMES.find((name) => name === given["nodeType"]);

/** From the usual type upwards, the first of which at most `nodes` hold that many pods. */
function typeFor(given: RawSettings, pod: Pod, pods: number, nodes: number): NodeTypeName {
  const candidates = NODE_TYPE_NAMES.slice(NODE_TYPE_NAMES.indexOf(USUAL.nodeType)).filter(
    (name) => given["autoMode"] !== true || !isBurstable(name),
  );
  return candidates.find((name) => nodesNeeded(pods, pod, name) <= nodes) ?? candidates.at(-1) ?? USUAL.nodeType;
}

/** The most from `least` to `most` that fit. */
function mostReplicas(least: number, most: number, fits: (pods: number) => boolean): number {
  for (let pods = most; pods > least; pods -= 1) if (fits(pods)) return pods;
  return least;
}
