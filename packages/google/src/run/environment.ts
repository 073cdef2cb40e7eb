// The app's environment on Cloud Run, and the deadlines that it serves under.
import {
  type AppVariables,
  appVariables,
  fixedVariable,
  serverTimeouts,
  timeoutVariables,
  workersVariable,
} from "@modelport/target-kit";
import type { RunSettings } from "./settings.ts";

/** https://cloud.google.com/run/quotas: over HTTP/1, which the app speaks. */
export const MOST_REQUEST_BYTES = 33_554_432;

/** https://cloud.google.com/run/docs/container-contract */
export const runTimeouts = {
  ...serverTimeouts,
  requestSeconds: 3600,
  frontIdleSeconds: null,
  cpuPausedBetweenRequests: true,
  // A timer that expired during a pause would close the connection on which the next request has arrived.
  serverKeepAliveSeconds: 0,
  deregistrationSeconds: null,
  preStopSeconds: null,
  // Cloud Run sends no further requests to an instance that it has told to stop.
  drainDelaySeconds: 0,
  graceSeconds: 10,
} as const;

/** The variables that the target sets. */
export const runVariables: AppVariables<RunSettings> = {
  ...appVariables,
  ...timeoutVariables(runTimeouts),
  WORKERS: workersVariable("modelport:vcpus", ({ vcpus }) => vcpus),
  MAX_BATCH_BYTES: fixedVariable("Cloud Run's limit", String(MOST_REQUEST_BYTES)),
};
