import {
  appVariables,
  type AppVariables,
  fixedVariable,
  timeoutVariables,
  workersVariable,
} from "@modelport/target-kit";
import { facts } from "./facts.ts";
import type { CloudRunSettings } from "./settings.ts";

/** The variables that the target sets. */
export const variables: AppVariables<CloudRunSettings> = {
  ...appVariables,
  ...timeoutVariables(facts.timeouts.value),
  WORKERS: workersVariable("modelport:vcpus", ({ vcpus }) => vcpus),
  MAX_BATCH_BYTES: fixedVariable("Cloud Run's limit", String(facts.limits.requestBytes.value)),
};
