// Defaults that depend on other settings: changing one setting alone must not be refused because of one that is left out.
import { GEN2_LEAST_MEMORY_MIB, MEMORY_FOR_VCPUS, type RawSettings, workersFor } from "@modelport/target-kit";
import type { CloudRunSettings } from "./settings.ts";
import { MOST_CONCURRENCY, MOST_INSTANCES, USUAL } from "./sizes.ts";

/** The usual size where it fits what is given, and what Cloud Run requires of small and of large instances. */
export function defaultsFor({ vcpus, memoryMiB, minInstances }: RawSettings): Partial<CloudRunSettings> {
  const processors = typeof vcpus === "number" ? vcpus : vcpusFor(memoryMiB);
  const memory = typeof memoryMiB === "number" ? memoryMiB : memoryFor(processors);
  return {
    vcpus: processors,
    memoryMiB: memory,
    ...(processors < 1 && { concurrency: 1 }),
    ...(processors > 1 && { concurrency: Math.min(USUAL.concurrency * workersFor(processors), MOST_CONCURRENCY) }),
    ...((processors < 1 || memory < GEN2_LEAST_MEMORY_MIB) && { executionEnvironment: "gen1" }),
    ...(typeof minInstances === "number" &&
      minInstances > USUAL.maxInstances && { maxInstances: Math.min(minInstances, MOST_INSTANCES) }),
  };
}

function vcpusFor(memoryMiB: unknown): number {
  if (typeof memoryMiB !== "number") return USUAL.vcpus;
  return MEMORY_FOR_VCPUS.find(({ vcpus, most }) => vcpus >= USUAL.vcpus && memoryMiB <= most)?.vcpus ?? USUAL.vcpus;
}

function memoryFor(vcpus: number): number {
  const row = MEMORY_FOR_VCPUS.findLast((each) => each.vcpus <= vcpus);
  return row === undefined ? USUAL.memoryMiB : Math.min(Math.max(USUAL.memoryMiB, row.least), row.most);
}
