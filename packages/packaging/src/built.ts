// For programs that deploy what was packaged: nothing here loads what packages it, which takes a tenth of a second.
export { readArtifacts, type ArtifactReport } from "./artifacts.ts";
export { changedInputs } from "./inputs.ts";
export { PackagingError } from "./errors.ts";
export { hostPlatform } from "./platform.ts";
