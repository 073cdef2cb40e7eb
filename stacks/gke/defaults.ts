// Defaults that depend on other settings: changing one setting alone must not be refused because of one that is left out.
import { nodesFor, podsPerNode, workloadDefaults } from "@modelport/kubernetes-workload";
import type { RawSettings } from "@modelport/target-kit";
import { memoryFor, vcpusFor } from "./autopilot.ts";
import { roomOf, zoneCount } from "./nodes.ts";
import type { GkeSettings } from "./settings.ts";
import { type MachineType, machineTypes, USUAL } from "./sizes.ts";

/** The defaults of the workload that the following ones start from. */
const POD = { requestVcpus: 0.25, requestMemoryMiB: 512, maxReplicas: 10 } as const;

/** On nodes that are there. */
const STARTUP_SECONDS = 60;

/** The workload's, pods in Autopilot's shapes, nodes that hold the pods, and the controllers that every cluster of Google's has. */
export function defaultsFor(given: RawSettings): Partial<GkeSettings> {
  const workload = workloadDefaults(given);
  const routed = { ...workload, ...controllers(given) };
  return given["mode"] === "standard"
    ? { ...routed, ...nodesOf(given, workload) }
    : { ...routed, ...podOf(given, workload) };
}

/** A host without a Gateway gets Google's own Ingress, and a Gateway Google's own policies. */
function controllers({ host, gateway }: RawSettings): Partial<GkeSettings> {
  if (gateway !== undefined) return { gatewayPolicies: "gke" };
  return host === undefined ? {} : { ingressClass: "gce" };
}

type Numbers = Readonly<Record<string, unknown>>;

function numberOf(key: keyof typeof POD, given: RawSettings, defaults: Numbers): number {
  const value = given[key] ?? defaults[key];
  return typeof value === "number" ? value : POD[key];
}

/** Follows the vCPUs if they are given, and the memory otherwise. */
function podOf(given: RawSettings, workload: Partial<GkeSettings>): Partial<GkeSettings> {
  const pod = {
    requestVcpus: numberOf("requestVcpus", given, workload),
    requestMemoryMiB: numberOf("requestMemoryMiB", given, workload),
  };
  const byVcpus = given["requestVcpus"] !== undefined || given["limitVcpus"] !== undefined;
  const shaped = byVcpus ? { requestMemoryMiB: memoryFor(pod) } : { requestVcpus: vcpusFor(pod) };
  const { requestVcpus, requestMemoryMiB } = { ...pod, ...shaped };
  return {
    ...shaped,
    limitVcpus: Math.max(workload.limitVcpus ?? 0.5, requestVcpus),
    limitMemoryMiB: Math.max(workload.limitMemoryMiB ?? 1024, requestMemoryMiB),
  };
}

/** The smallest machine type that holds a pod, and as many nodes as the most pods and a rollout need. */
function nodesOf(given: RawSettings, workload: Partial<GkeSettings>): Partial<GkeSettings> {
  const pod = {
    requestVcpus: numberOf("requestVcpus", given, workload),
    requestMemoryMiB: numberOf("requestMemoryMiB", given, workload),
  };
  const holding = machineTypes
    .slice(machineTypes.indexOf(USUAL.machineType))
    .find((type) => podsPerNode(pod, roomOf(type)) >= 1);
  const machineType = isMachineType(given["machineType"]) ? given["machineType"] : (holding ?? USUAL.machineType);
  const zones = Array.isArray(given["zones"]) ? (given["zones"] as string[]) : [];
  const needed = nodesFor(numberOf("maxReplicas", given, workload), pod, roomOf(machineType)) / zoneCount({ zones });
  const least = typeof given["minNodesPerZone"] === "number" ? given["minNodesPerZone"] : USUAL.minNodesPerZone;
  return {
    startupSeconds: STARTUP_SECONDS,
    machineType,
    ...(Number.isFinite(needed) && { maxNodesPerZone: Math.max(USUAL.maxNodesPerZone, least, Math.ceil(needed)) }),
  };
}

const isMachineType = (value: unknown): value is MachineType => machineTypes.some((type) => type === value);
