import { runEnvironmentRule, runRules } from "@modelport/google/run";
import type { Rule } from "@modelport/target-kit";
import { variables } from "./environment.ts";
import type { FunctionsSettings } from "./settings.ts";

/** https://cloud.google.com/functions/docs/configuring/env-var#runtime_environment_variables_set_automatically */
const SET_BY_GOOGLE = ["FUNCTION_TARGET", "FUNCTION_SIGNATURE_TYPE", "FUNCTION_SOURCE", "LOG_EXECUTION_ID"];

export const rules: readonly Rule<FunctionsSettings>[] = [...runRules, runEnvironmentRule(variables, SET_BY_GOOGLE)];
