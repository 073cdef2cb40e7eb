import { appVariables, type AppVariables, timeoutVariables, workersVariable } from "@modelport/target-kit";
import { facts } from "./facts.ts";
import type { EcsSettings } from "./settings.ts";

/** The variables that the target sets. */
export const variables: AppVariables<EcsSettings> = {
  ...appVariables,
  ...timeoutVariables(facts.timeouts.value),
  WORKERS: workersVariable("modelport:cpu", ({ cpu }) => cpu / 1024),
};
