// What Cloud Run refuses, or silently ignores, of settings that are each valid on their own.
import { runEnvironmentRule, runRules } from "@modelport/google/run";
import { GEN2_LEAST_MEMORY_MIB, type Rule as RuleOf, ruleWords } from "@modelport/target-kit";
import { variables } from "./environment.ts";
import type { CloudRunSettings } from "./settings.ts";

type Rule = RuleOf<CloudRunSettings>;

const { is, set } = ruleWords<CloudRunSettings>();

/** Below a whole vCPU: https://cloud.google.com/run/docs/configuring/services/cpu, "the following requirements". */
const smallInstances: Rule = ({ vcpus, executionEnvironment, cpuAlways }) => {
  if (vcpus >= 1) return {};
  const below = `but ${is("vcpus", vcpus)}: below 1 vCPU Cloud Run`;
  const orOne = `or use ${set("vcpus", 1)}.`;
  return {
    ...(executionEnvironment === "gen2" && {
      executionEnvironment: `${is("executionEnvironment", "gen2")}, ${below} has gen1 only; set it with ${set("executionEnvironment", "gen1")}, ${orOne}`,
    }),
    ...(cpuAlways && {
      cpuAlways: `${is("cpuAlways", true)}, ${below} bills by request only; set it with ${set("cpuAlways", false)}, ${orOne}`,
    }),
  };
};

const gen2NeedsMemory: Rule = ({ executionEnvironment, memoryMiB }) =>
  executionEnvironment !== "gen2" || memoryMiB >= GEN2_LEAST_MEMORY_MIB
    ? {}
    : {
        executionEnvironment:
          `${is("executionEnvironment", "gen2")}, but ${is("memoryMiB", memoryMiB)}, and gen2 needs ${GEN2_LEAST_MEMORY_MIB} MiB: ` +
          `set it with ${set("memoryMiB", GEN2_LEAST_MEMORY_MIB)}, or use ${set("executionEnvironment", "gen1")}.`,
      };

export const rules: readonly Rule[] = [...runRules, smallInstances, gen2NeedsMemory, runEnvironmentRule(variables)];
