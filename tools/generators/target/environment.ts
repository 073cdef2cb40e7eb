import { appVariables, type AppVariables, timeoutVariables } from "@modelport/target-kit";
import { facts } from "./facts.ts";
import type { NewtargetSettings } from "./settings.ts";

/** The variables that the target sets. */
export const variables: AppVariables<NewtargetSettings> = {
  ...appVariables,
  ...timeoutVariables(facts.timeouts.value),
};
