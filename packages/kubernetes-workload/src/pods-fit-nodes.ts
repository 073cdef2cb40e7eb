// Whether what the autoscaler may ask for has room on the nodes of a cluster that the target declares.
import { type Rule, ruleWords } from "@modelport/target-kit";
import { type NodeRoom, nodesFor, podsOn, podsPerNode, surgeOf } from "./capacity.ts";
import type { WorkloadSettings } from "./settings.ts";

interface SettingChange<S> {
  readonly key: keyof S & string;
  readonly value: number | string;
}

/** Nodes that are there without anybody's action, or that an autoscaler of the target's own adds. */
export interface NodesThere<S> {
  readonly count: number;
  /** Of each. */
  readonly room: NodeRoom;
  /** How their vendor names their size, such as `t3.small`. */
  readonly size: string;
  /** The setting that makes them at least `nodes`; undefined if none can. */
  more(nodes: number): SettingChange<S> | undefined;
  /** The setting that makes them large enough for a pod; undefined if no size is. */
  larger(): SettingChange<S> | undefined;
}

/**
 * The rule that `maxReplicas` and the surge of a rollout fit the nodes: otherwise pods stay Pending, and the rollout fails.
 * @param nodesOf undefined for settings under which the cloud adds nodes without a limit of the target's
 */
export function podsFitNodes<S extends WorkloadSettings>(nodesOf: (settings: S) => NodesThere<S> | undefined): Rule<S> {
  return (settings) => {
    const nodes = nodesOf(settings);
    if (nodes === undefined) return {};
    return podsPerNode(settings, nodes.room) === 0 ? noPodFits(settings, nodes) : tooManyPods(settings, nodes);
  };
}

type Sentences = Readonly<Record<string, string>>;

function tooManyPods<S extends WorkloadSettings>(settings: S, nodes: NodesThere<S>): Sentences {
  const { maxReplicas } = settings;
  const { count, room, size } = nodes;
  const most = podsOn(count, settings, room);
  if (maxReplicas <= most) return {};
  const { is, set } = ruleWords<S>();
  const more = nodes.more(nodesFor(maxReplicas, settings, room));
  const remedies = [
    ...(more === undefined ? [] : [`add nodes with ${set(more.key, more.value)}`]),
    ...(most === 0 ? [] : [`ask for fewer pods with ${set("maxReplicas", most)}`]),
  ];
  const surge = surgeOf(maxReplicas);
  return {
    maxReplicas:
      `${is("maxReplicas", maxReplicas)}, which is ${maxReplicas + surge} pods of ${podInWords(settings)} while a rollout ` +
      `starts ${surge} beside them, but ${count} ${count === 1 ? "node" : "nodes"} of ${size} ` +
      `${count === 1 ? "holds" : "hold"} ${count * podsPerNode(settings, room)}: ${remedies.join(", or ")}.`,
  };
}

function noPodFits<S extends WorkloadSettings>(settings: S, nodes: NodesThere<S>): Sentences {
  const { requestVcpus, requestMemoryMiB } = settings;
  const { room, size } = nodes;
  const { set } = ruleWords<S>();
  const larger = nodes.larger();
  const smaller = [
    ...(requestVcpus > room.vcpus ? [set("requestVcpus", rounded(room.vcpus, 0.05))] : []),
    ...(requestMemoryMiB > room.memoryMiB ? [set("requestMemoryMiB", rounded(room.memoryMiB, 128))] : []),
  ];
  return {
    [requestMemoryMiB > room.memoryMiB ? "requestMemoryMiB" : "requestVcpus"]:
      `A pod reserves ${podInWords(settings)}, but a node of ${size} has ${inWords(room)} for it: ` +
      (larger === undefined
        ? `reserve less with ${smaller.join(" and ")}.`
        : `use larger nodes with ${set(larger.key, larger.value)}.`),
  };
}

const podInWords = ({ requestVcpus, requestMemoryMiB }: WorkloadSettings) =>
  inWords({ vcpus: requestVcpus, memoryMiB: requestMemoryMiB });

function inWords({ vcpus, memoryMiB }: Pick<NodeRoom, "vcpus" | "memoryMiB">): string {
  return `${Math.max(0, Math.floor(vcpus * 1000) / 1000)} vCPUs and ${Math.max(0, Math.floor(memoryMiB))} MiB`;
}

/** Down to a multiple of `step`, and at least that. */
function rounded(value: number, step: number): number {
  return Math.max(step, Math.round(Math.floor(value / step + 1e-9) * step * 1000) / 1000);
}
