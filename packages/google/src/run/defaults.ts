// Defaults that depend on other settings: changing one setting alone must not be refused because of one that is left out.
import { MEMORY_FOR_VCPUS, type RawSettings, workersFor } from "@modelport/target-kit";
import type { RunSettings } from "./settings.ts";
import { MOST_CONCURRENCY, MOST_INSTANCES, USUAL } from "./sizes.ts";

type Size = Pick<RunSettings, "vcpus" | "memoryMiB">;

/** The usual size where it fits what is given, and what Cloud Run requires of small and of large instances. */
export function runDefaults({ vcpus, memoryMiB, minInstances }: RawSettings): Size & Partial<RunSettings> {
  const processors = typeof vcpus === "number" ? vcpus : vcpusFor(memoryMiB);
  const memory = typeof memoryMiB === "number" ? memoryMiB : memoryFor(processors);
  return {
    vcpus: processors,
    memoryMiB: memory,
    ...(processors < 1 && { concurrency: 1 }),
    ...(processors > 1 && { concurrency: Math.min(USUAL.concurrency * workersFor(processors), MOST_CONCURRENCY) }),
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
