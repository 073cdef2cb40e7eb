// How many pods a load needs, and how many nodes hold them.
import { instancesAt, periodsOf, workersFor, type Workload } from "@modelport/target-kit";
import type { WorkloadSettings } from "./settings.ts";

/** The size of a node, as clouds name it: before the system takes its part. */
export interface NodeSize {
  readonly vcpus: number;
  readonly memoryGiB: number;
}

/** What is left of a node for the workload's pods: without the system's part, and without what other pods reserve. */
export interface NodeRoom {
  readonly vcpus: number;
  readonly memoryMiB: number;
  /** How many pods it takes, however small they are. */
  readonly pods: number;
}

type Pod = Pick<WorkloadSettings, "requestVcpus" | "requestMemoryMiB">;

/**
 * What a node keeps for the kubelet and the system: GKE's formulas, which are published and stricter than those of most
 * others (https://cloud.google.com/kubernetes-engine/docs/concepts/plan-node-sizes#resource_reservations).
 * The shares of the GiB, and of the vCPUs, up to each step.
 */
const MEMORY_RESERVED = [
  { upTo: 4, share: 0.25 },
  { upTo: 8, share: 0.2 },
  { upTo: 16, share: 0.1 },
  { upTo: 128, share: 0.06 },
  { upTo: Infinity, share: 0.02 },
] as const;
const VCPUS_RESERVED = [
  { upTo: 1, share: 0.06 },
  { upTo: 2, share: 0.01 },
  { upTo: 4, share: 0.005 },
  { upTo: Infinity, share: 0.0025 },
] as const;
/** The kubelet evicts pods below this: the same page. */
const EVICTION_MIB = 100;

/** The kubelet's default (https://kubernetes.io/docs/setup/best-practices/cluster-large/), and GKE's. */
const PODS_MOST = 110;

/** New pods start beside the old ones in a rollout (maxSurge). */
const SURGE = 0.25;

/** What pods may reserve of a node, by GKE's formulas. */
export function allocatable({ vcpus, memoryGiB }: NodeSize): NodeRoom {
  const kept = (total: number, steps: readonly { readonly upTo: number; readonly share: number }[]) =>
    steps.reduce((sum, { upTo, share }, index) => {
      const from = steps[index - 1]?.upTo ?? 0;
      return sum + Math.max(0, Math.min(total, upTo) - from) * share;
    }, 0);
  const keptGiB = kept(memoryGiB, MEMORY_RESERVED);
  return {
    vcpus: vcpus - kept(vcpus, VCPUS_RESERVED),
    memoryMiB: (memoryGiB - keptGiB) * 1024 - EVICTION_MIB,
    pods: PODS_MOST,
  };
}

/** How many pods fit a node by what they reserve; 0 if none does. */
export function podsPerNode({ requestVcpus, requestMemoryMiB }: Pod, { vcpus, memoryMiB, pods }: NodeRoom): number {
  return Math.max(0, Math.min(pods, Math.floor(Math.min(vcpus / requestVcpus, memoryMiB / requestMemoryMiB) + 1e-9)));
}

/** Whole nodes that hold `pods` and those that a rollout starts beside them; Infinity if none holds a single one. */
export function nodesFor(pods: number, pod: Pod, room: NodeRoom): number {
  return Math.ceil((pods + surgeOf(pods)) / podsPerNode(pod, room));
}

/** The most pods that `nodes` hold together with those that a rollout starts beside them. */
export function podsOn(nodes: number, pod: Pod, room: NodeRoom): number {
  const places = nodes * podsPerNode(pod, room);
  const most = Math.floor(places / (1 + SURGE));
  // Surges are whole pods: 7 and their 2 take 9 places, although 9 / 1.25 is more than 7.
  return most + surgeOf(most) <= places ? most : most - 1;
}

/** How many pods a rollout of `pods` starts beside them: Kubernetes rounds a share up. */
export function surgeOf(pods: number): number {
  return Math.ceil(pods * SURGE);
}

/**
 * Pods in the busiest hour, however many `maxReplicas` allows: what the workload needs. The autoscaler's target is a share of what a
 * pod reserves; a request occupies one vCPU, or the pod's limit if that is less. A p99 may need more pods than that.
 */
export function podsAtPeak(workload: Workload, settings: WorkloadSettings): number {
  const { cpuTargetPercent, requestVcpus, limitVcpus, minReplicas } = settings;
  const speed = Math.min(1, limitVcpus);
  const workers = workersFor(limitVcpus);
  const [{ requestsPerSecond }] = periodsOf(workload);
  return instancesAt(requestsPerSecond, workload, {
    speed,
    serversPerInstance: workers,
    maxUtilization: Math.min(1, ((cpuTargetPercent / 100) * requestVcpus) / (workers * speed)),
    minInstances: minReplicas,
  });
}
