// The limits and defaults of an instance.
import type { RawSettings, Sizes } from "@modelport/target-kit";

export const MOST_INSTANCES = 1000;
export const MOST_CONCURRENCY = 1000;

/**
 * At 80, one vCPU reaches 99 % of its maximum throughput with a p99 of 8 ms; at 128, throughput is the same and latency is
 * higher (docs/benchmarks.md, "Requests at a time").
 */
const CONCURRENCY_OF_A_VCPU = 80;

/** The defaults, unless other settings change them (defaults.ts). */
export const USUAL = { vcpus: 1, memoryMiB: 1024, maxInstances: 10, concurrency: CONCURRENCY_OF_A_VCPU } as const;

export function settingsFor({ memoryMiB }: Sizes): RawSettings {
  return memoryMiB > USUAL.memoryMiB ? { memoryMiB } : {};
}
