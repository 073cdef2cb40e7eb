// The sizes of a function.
import type { RawSettings, Sizes } from "@modelport/target-kit";

/** The course's function, which is the default. */
export const USUAL_MEMORY_MIB = 1024;

/** A function's share of vCPUs grows with its memory: https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html. */
export const MIB_OF_A_VCPU = 1769;

/** What is left for a model in a zip, whose 250 MiB hold 45 MiB of code and libraries too (docs/benchmarks.md). */
const MOST_IN_ZIP_MIB = 200;

export function settingsFor({ memoryMiB, modelMiB }: Sizes): RawSettings {
  return {
    ...(memoryMiB > USUAL_MEMORY_MIB && { memoryMiB }),
    ...(modelMiB > MOST_IN_ZIP_MIB && { package: "image" }),
  };
}
