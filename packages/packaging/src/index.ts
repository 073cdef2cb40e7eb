export { readArtifacts, type Artifact, type ArtifactKind, type ArtifactReport } from "./artifacts.ts";
export { LAMBDA_ZIP_BUDGET } from "./budget.ts";
export { bundle, type Bundle } from "./bundle.ts";
export { PackagingError } from "./errors.ts";
export { digestOfFolder, type Digest } from "./file-set.ts";
export { packageAll, type PackageOptions } from "./package-all.ts";
export { hostPlatform, platformsFor, type Platform, type PlatformSelection } from "./platform.ts";
export { prepareModel } from "./prepare-model.ts";
export { runPackaging } from "./run-packaging.ts";
