export { enabledApis } from "./apis.ts";
export { imageRepository, type ImageRepositoryArgs } from "./image-repository.ts";
export { accountName, shortened, workName } from "./names.ts";
export { placeOf, type Place } from "./place.ts";
