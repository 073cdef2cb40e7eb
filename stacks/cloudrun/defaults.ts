// Defaults that depend on other settings: changing one setting alone must not be refused because of one that is left out.
import { runDefaults } from "@modelport/google/run";
import { GEN2_LEAST_MEMORY_MIB, type RawSettings } from "@modelport/target-kit";
import type { CloudRunSettings } from "./settings.ts";

/** Those of everything on Cloud Run, and the sandbox that Cloud Run requires of small instances. */
export function defaultsFor(given: RawSettings): Partial<CloudRunSettings> {
  const defaults = runDefaults(given);
  const isSmall = defaults.vcpus < 1 || defaults.memoryMiB < GEN2_LEAST_MEMORY_MIB;
  return { ...defaults, ...(isSmall && { executionEnvironment: "gen1" }) };
}
