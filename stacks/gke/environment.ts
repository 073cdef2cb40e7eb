import { appVariables, type AppVariables, timeoutVariables, workersVariable } from "@modelport/target-kit";
import { facts } from "./facts.ts";
import type { GkeSettings } from "./settings.ts";

/** The variables that the target sets. */
export const variables: AppVariables<GkeSettings> = {
  ...appVariables,
  ...timeoutVariables(facts.timeouts.value),
  WORKERS: workersVariable("modelport:limitVcpus", ({ limitVcpus }) => limitVcpus),
};
