import { runVariables } from "@modelport/google/run";
import { type AppVariables, fixedVariable } from "@modelport/target-kit";
import type { FunctionsSettings } from "./settings.ts";

/** The variables that the target sets; the count of failed deployments is known only when it deploys. */
export const variables: AppVariables<FunctionsSettings> = {
  ...runVariables,
  MODELPORT_FAILURES: fixedVariable("earlier deployments", "0"),
};
