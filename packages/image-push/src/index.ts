export { createImage, diffImage, readImage, updateImage, type ImageInputs, type ImageState } from "./image.ts";
