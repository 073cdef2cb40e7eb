export { type Answer, labelOf } from "./answer.ts";
export { explain, type Explanation, type Reason } from "./explain.ts";
export { notFiniteIn, outcome, type Outcome } from "./outcome.ts";
export { loadModelDirectory, ModelError, type ModelDirectory } from "./model-directory.ts";
export { readOnnxFile } from "./onnx-file.ts";
export { checkModelDirectory, loadPredictor } from "./load-predictor.ts";
export type { Predictor } from "./predictor.ts";
export type { Scored } from "./scored.ts";
export { threadsFromCgroup } from "./threads.ts";
