export { type Answer, labelOf } from "./answer.ts";
export { explain, type Explanation, type Reason } from "./explain.ts";
export { notFiniteIn, outcome, type Outcome } from "./outcome.ts";
export { loadModelDirectory, ModelError, type ModelDirectory } from "./model-directory.ts";
export { loadPredictor, type Predictor, type Scored } from "./predictor.ts";
export { threadsFromCgroup } from "./threads.ts";
