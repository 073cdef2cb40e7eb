// Defaults that depend on other settings: changing one setting alone must not be refused because of one that is left out.
import { fargateMemory, fargateSize, type RawSettings } from "@modelport/target-kit";
import type { EcsSettings } from "./settings.ts";
import { cpuFor, USUAL } from "./sizes.ts";

/** The usual task where it fits what is given, and a range of tasks around the one that is given. */
export function defaultsFor({ cpu, memoryMiB, minTasks, maxTasks }: RawSettings): Partial<EcsSettings> {
  const size = typeof cpu === "number" ? fargateSize(cpu) : undefined;
  return {
    ...(typeof memoryMiB === "number" && { cpu: cpuFor(memoryMiB, cpuWith(memoryMiB)) ?? USUAL.cpu }),
    ...(size !== undefined && { memoryMiB: fargateMemory(size, USUAL.memoryMiB) }),
    ...(typeof minTasks === "number" && { maxTasks: Math.max(minTasks, USUAL.maxTasks) }),
    ...(typeof maxTasks === "number" && { minTasks: Math.min(maxTasks, USUAL.minTasks) }),
  };
}

/** The usual CPU cannot have less than its own least memory. */
const cpuWith = (memoryMiB: number): number => (memoryMiB < USUAL.memoryMiB ? 0 : USUAL.cpu);
