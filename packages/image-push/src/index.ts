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
