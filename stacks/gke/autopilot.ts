// What Autopilot makes of the resources that a pod asks for. The workload asks for nothing that it would change, so that the objects
// in the cluster are those of the program: https://cloud.google.com/kubernetes-engine/docs/concepts/autopilot-resource-requests
import type { WorkloadSettings } from "@modelport/kubernetes-workload";

/**
 * Of a pod of the general-purpose class, in clusters whose pods may burst: all that were created with 1.30.2 or newer. Below the
 * least, and outside the ratio, Autopilot raises what is too little; above the most it refuses the pod.
 */
export const POD = {
  leastVcpus: 0.05,
  leastMemoryMiB: 52,
  mostVcpus: 30,
  mostMemoryMiB: 110 * 1024,
  leastMiBPerVcpu: 1024,
  mostMiBPerVcpu: 6.5 * 1024,
} as const;

/** What Autopilot gives a container that asks for none; requests and limits must be equal. */
export const EPHEMERAL_STORAGE_GIB = 1;

type Pod = Pick<WorkloadSettings, "requestVcpus" | "requestMemoryMiB">;

/** The memory nearest to what the pod asks for that Autopilot leaves alone. */
export function memoryFor({ requestVcpus, requestMemoryMiB }: Pod): number {
  const least = Math.ceil(round(requestVcpus * POD.leastMiBPerVcpu));
  const most = Math.floor(round(requestVcpus * POD.mostMiBPerVcpu));
  return Math.min(Math.max(requestMemoryMiB, least), most);
}

/** The vCPUs nearest to what the pod asks for that Autopilot leaves alone, in thousandths. */
export function vcpusFor({ requestVcpus, requestMemoryMiB }: Pod): number {
  const least = Math.ceil(round((requestMemoryMiB / POD.mostMiBPerVcpu) * 1000)) / 1000;
  const most = Math.floor(round((requestMemoryMiB / POD.leastMiBPerVcpu) * 1000)) / 1000;
  return Math.max(POD.leastVcpus, Math.min(Math.max(requestVcpus, least), most));
}

/** Without the last digits, in which products of decimals differ from the decimals of the product. */
const round = (value: number): number => Number(value.toPrecision(12));

interface Container {
  readonly resources: {
    readonly requests: Readonly<Record<string, string>>;
    readonly limits: Readonly<Record<string, string>>;
  };
}

/** The container with the storage that Autopilot would add. */
export function withStorage<C extends Container>(container: C): C {
  const storage = { "ephemeral-storage": `${EPHEMERAL_STORAGE_GIB}Gi` };
  const { requests, limits } = container.resources;
  return { ...container, resources: { requests: { ...requests, ...storage }, limits: { ...limits, ...storage } } };
}
