// For programs that deploy packaged artifacts: loads none of the packaging code, which takes a tenth of a second.
export { readArtifacts, type ArtifactReport } from "./artifacts.ts";
export { changedInputs } from "./inputs.ts";
export { PackagingError } from "./errors.ts";
export { hostPlatform } from "./platform.ts";
