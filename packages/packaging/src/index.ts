export { writeImageFiles } from "./image-files.ts";
export {
  readArtifacts,
  type Artifact,
  type ArtifactKind,
  type ArtifactReport,
  type ImageDetails,
} from "./artifacts.ts";
export { IMAGE_LAYERS_BUDGET_BYTES, LAMBDA_ZIP_BUDGET } from "./budget.ts";
export { bundle, type Bundle } from "./bundle.ts";
export { PackagingError } from "./errors.ts";
export { asDigest, type Digest } from "./digest.ts";
export { digestOfFolder } from "./file-set.ts";
export { recordInputs } from "./inputs.ts";
export { packageAll, type PackageOptions } from "./package-all.ts";
export { hostPlatform, platformsFor, type Platform, type PlatformSelection } from "./platform.ts";
export { prepareModel } from "./prepare-model.ts";
export { runPackaging, sayFailure } from "./run-packaging.ts";
export { writeRenamedArchive } from "./oci/renamed-archive.ts";
export { DEFAULT_BASE_IMAGE } from "./oci/base-setting.ts";
export { pushImage, type PushedImage, type PushOptions } from "./oci/registry/push-image.ts";
export { hasImage, type ImageInRegistry } from "./oci/registry/find-image.ts";
export { RegistryError } from "./oci/registry/errors.ts";
export { storedCredentials } from "./oci/registry/stored-credentials.ts";
export type { Credentials, CredentialSource } from "./oci/registry/authorization.ts";
