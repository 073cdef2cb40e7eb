export { enabledApis } from "./apis.ts";
export { imageRepository, type ImageRepositoryArgs, imagesRepository } from "./image-repository.ts";
export { accountName, shortened, workName } from "./names.ts";
export { placeOf, type Place } from "./place.ts";
export { authOf, bindInvokers, mapDomain, type Network, networkInterface, type ServiceName } from "./run-access.ts";
