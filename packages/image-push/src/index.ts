export { NoAccount, type ProviderSettings } from "./account.ts";
export { googleCredentials } from "./google-credentials.ts";
export { awsKeys } from "./ecr-credentials.ts";
export {
  checkImage,
  createImage,
  diffImage,
  readImage,
  updateImage,
  type ImageInputs,
  type ImageState,
  type PushContext,
} from "./image.ts";
