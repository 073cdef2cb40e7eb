import { runVariables } from "@modelport/google/run";
import type { AppVariables } from "@modelport/target-kit";
import type { FunctionsSettings } from "./settings.ts";

/** The variables that the target sets. */
export const variables: AppVariables<FunctionsSettings> = runVariables;
