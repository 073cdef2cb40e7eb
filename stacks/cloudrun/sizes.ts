// The limits and defaults of an instance.

export const MOST_INSTANCES = 1000;

/** The defaults, unless other settings change them (defaults.ts). */
export const USUAL = { vcpus: 1, memoryMiB: 1024, maxInstances: 10 } as const;
