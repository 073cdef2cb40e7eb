import type { RawSettings, Sizes } from "@modelport/target-kit";

/** The defaults, unless other settings change them (defaults.ts): those of the course's module 12.4. */
export const USUAL = {
  minReplicas: 2,
  maxReplicas: 10,
  requestVcpus: 0.25,
  limitVcpus: 0.5,
  requestMemoryMiB: 512,
  limitMemoryMiB: 1024,
} as const;

/** What a target's `settingsFor` says of the pods: a node reserves all of the memory that they need. */
export function workloadSizes({ memoryMiB }: Sizes): RawSettings {
  return memoryMiB > USUAL.requestMemoryMiB ? { requestMemoryMiB: memoryMiB } : {};
}

/** The pods of several services, of which each has the usual ones. */
export function podsOfServices(services: number): RawSettings {
  return { minReplicas: services * USUAL.minReplicas, maxReplicas: services * USUAL.maxReplicas };
}
