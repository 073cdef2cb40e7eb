// The parts of a run, for tests that start the Pulumi CLI themselves.
import { pathToFileURL } from "node:url";
import path from "node:path";

export { openCloud } from "./provider/cloud.ts";
export { startRegistry } from "./registry/registry.ts";
export { surroundingsEnvironment } from "./provider/surroundings.ts";
export { writeStandIns } from "./engine/stand-in-programs.ts";

/** URL for `--import` in the NODE_OPTIONS of the program's process. */
export const sdkHooks = pathToFileURL(path.join(import.meta.dirname, "program/sdk-hooks.mjs")).href;
