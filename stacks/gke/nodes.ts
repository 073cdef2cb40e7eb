// What the nodes of a Standard cluster hold.
import { allocatable, type NodeRoom } from "@modelport/kubernetes-workload";
import type { GkeSettings } from "./settings.ts";
import { MACHINE_TYPES, type MachineType, USUAL_ZONES } from "./sizes.ts";

/** https://cloud.google.com/kubernetes-engine/docs/concepts/plan-node-sizes#cpu_reservations */
const SHARED_CORE_RESERVED_VCPUS = 1.06;

/**
 * What GKE's own pods reserve on a node: those of every node (logging, metrics, Dataplane V2, storage and the metadata server) and a
 * node's part of those of the cluster (DNS, metrics-server, konnectivity). Estimated from their manifests: compare with
 * `kubectl describe node`.
 */
const SYSTEM_PODS: NodeRoom = { vcpus: 0.4, memoryMiB: 600, pods: 14 };

/** What is left for the workload on a node. */
export function roomOf(machineType: MachineType): NodeRoom {
  const size = MACHINE_TYPES[machineType];
  const room = allocatable(size);
  const vcpus = size.isSharedCore ? size.vcpus - SHARED_CORE_RESERVED_VCPUS : room.vcpus;
  return {
    vcpus: Math.max(0, vcpus - SYSTEM_PODS.vcpus),
    memoryMiB: Math.max(0, room.memoryMiB - SYSTEM_PODS.memoryMiB),
    pods: room.pods - SYSTEM_PODS.pods,
  };
}

export function zoneCount({ zones }: Pick<GkeSettings, "zones">): number {
  return zones.length === 0 ? USUAL_ZONES : new Set(zones).size;
}
