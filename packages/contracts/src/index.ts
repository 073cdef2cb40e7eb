// The parts of the contracts that serving needs. They load no zod, so that startup is fast.
export { endOfString, exceededLimit, type JsonLimits } from "./json-text.ts";
export { describeFeature, diagnose, mostMembers } from "./diagnose.ts";
export { CORS } from "./cors.ts";
export { duplicateKey } from "./duplicate-keys.ts";
export { errorTable, problem, type ErrorCode, type FieldProblem, type Problem } from "./errors.ts";
export { type Diagnosis, Problems, summary } from "./problems.ts";
export { listed, pointerTo, shown } from "./words.ts";
export type { Encoder } from "./encoder.ts";
export { MAX_INSTANCES } from "./limits.ts";
export { LOG_LEVEL_ALIASES, LOG_LEVELS } from "./log-levels.ts";
export {
  inferenceInputs,
  type InferenceOutput,
  inferenceOutputs,
  inputDatatypes,
  type TensorMetadata,
} from "./open-inference.ts";
export type { Feature, Manifest, Output, OutputTensor } from "./manifest-schema.ts";
export { isWebOrigin } from "./web-origin.ts";
export { choiceOf, decimalOf, integerOf } from "./written-values.ts";
export { memoryForWorkers, memoryOfWorker, MOST_WORKERS } from "./workers.ts";
