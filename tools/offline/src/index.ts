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
import type { OfflineEngine, OfflineEngineOptions } from "./offline-engine.ts";

/** An engine of the test's own; engines do not disturb each other. */
export declare function openOfflineEngine(options?: OfflineEngineOptions): Promise<OfflineEngine>;

/** Why no Pulumi CLI can be had on this machine, as a sentence; `undefined` where there is one. */
export declare function whyNoOffline(): Promise<string | undefined>;

/** A folder with artifacts.json: this app's zips and server bundle, and an image on a base of a few kilobytes. */
export declare function artifactsForTests(): Promise<string>;
