// Defaults that depend on other settings: changing one setting alone must not be refused because of one that is left out.
import { memoryForWorkers } from "@modelport/contracts";
import { type RawSettings, workersFor } from "@modelport/target-kit";
import type { WorkloadSettings } from "./settings.ts";
import { USUAL } from "./sizes.ts";

/** Pairs of settings of which the first must not exceed the second. */
const PAIRS = [
  ["minReplicas", "maxReplicas"],
  ["requestVcpus", "limitVcpus"],
  ["requestMemoryMiB", "limitMemoryMiB"],
] as const;

/** The usual sizes, where they fit the ones that are given. */
export function workloadDefaults(given: RawSettings): Partial<WorkloadSettings> {
  const pairs = PAIRS.flatMap(([low, high]) => {
    const [least, most] = [given[low], given[high]];
    return [
      ...(typeof most === "number" ? [[low, Math.min(USUAL[low], most)] as const] : []),
      ...(typeof least === "number" ? [[high, Math.max(USUAL[high], least)] as const] : []),
    ];
  });
  const defaults: Partial<WorkloadSettings> = Object.fromEntries(pairs);
  const limitVcpus = given["limitVcpus"] ?? defaults.limitVcpus;
  const needed = typeof limitVcpus === "number" ? leastMemoryMiB(limitVcpus) : 0;
  return { ...defaults, limitMemoryMiB: Math.max(defaults.limitMemoryMiB ?? USUAL.limitMemoryMiB, needed) };
}

/** What a process on each whole vCPU needs, in steps that people write. */
export function leastMemoryMiB(limitVcpus: number): number {
  return Math.ceil(memoryForWorkers(workersFor(limitVcpus)) / 128) * 128;
}
