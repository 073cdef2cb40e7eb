/** The defaults, unless other settings change them (defaults.ts): those of the course's module 12.4. */
export const USUAL = {
  minReplicas: 2,
  maxReplicas: 10,
  requestVcpus: 0.25,
  limitVcpus: 0.5,
  requestMemoryMiB: 512,
  limitMemoryMiB: 1024,
} as const;
