export { openOfflineEngine, whyNoOffline } from "./engine/open.ts";
export type {
  CloudObject,
  OfflineEngine,
  OfflineEngineOptions,
  OfflineRun,
  OfflineStep,
  StackSettings,
  StateResource,
  StepOperation,
} from "./offline-engine.ts";
export { type Account, type AccountChoice, ACCOUNTS } from "./provider/account.ts";
export { defaultNetwork } from "./provider/network.ts";
