// What TypeScript may import of this folder, by name: `@modelport/pulumi-cli`.
export { passThrough } from "../launch/run.mjs";
export { resolvePulumi } from "./resolve.mjs";
export { remediesFor } from "./src/cloud-errors.mjs";
export { pulumiEnvironment } from "./src/environment.mjs";
