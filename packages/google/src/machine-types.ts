// Types of Compute Engine machines. Free of Pulumi.

/**
 * Those with a known price in four regions, smallest first; `share` is what one costs, in e2-standard-2. Shared cores burst, but Kubernetes may promise less than one vCPU of
 * them: https://cloud.google.com/kubernetes-engine/docs/concepts/plan-node-sizes#cpu_reservations
 */
export const MACHINE_TYPES = {
  "e2-small": { vcpus: 2, memoryGiB: 2, isSharedCore: true, share: 0.25 },
  "e2-medium": { vcpus: 2, memoryGiB: 4, isSharedCore: true, share: 0.5 },
  "e2-standard-2": { vcpus: 2, memoryGiB: 8, isSharedCore: false, share: 1 },
  "e2-standard-4": { vcpus: 4, memoryGiB: 16, isSharedCore: false, share: 2 },
} as const;

export type MachineType = keyof typeof MACHINE_TYPES;

export const machineTypes = Object.keys(MACHINE_TYPES) as [MachineType, ...MachineType[]];
