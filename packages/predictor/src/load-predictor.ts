// One ONNX session: float32 rows in, scores and exact contributions out.
import type { Manifest, OutputTensor } from "@modelport/contracts";
import { answerWriter } from "./answer.ts";
import { loadModelDirectory, ModelError, type ModelDirectory } from "./model-directory.ts";
import { type InferenceSession, Tensor } from "./onnxruntime.ts";
import type { Predictor } from "./predictor.ts";
import { rowQueue } from "./row-queue.ts";
import { checkSelf } from "./self-check.ts";
import { createSession } from "./session.ts";
import { checkSignature } from "./signature.ts";

/** How a model is run. Defaults: 1 thread, the manifest's threshold. */
export interface PredictorOptions {
  readonly threads?: number;
  readonly threshold?: number | undefined;
}

/**
 * Creates the session and checks it against the manifest: names, types and shapes of all tensors, one known row, and
 * that no row's score depends on others. These runs also warm the session, so that the first request is not slow.
 * @throws {ModelError} with what was expected and what was found
 */
export async function loadPredictor(model: ModelDirectory, options: PredictorOptions = {}): Promise<Predictor> {
  return (await load(model, options)).predictor;
}

/**
 * Checks that a prepared model directory can be served, as a server does at startup.
 * @throws {ModelError}
 */
export async function checkModelDirectory(path: string): Promise<void> {
  const { session } = await load(await loadModelDirectory(path), {});
  await session.release();
}

async function load(model: ModelDirectory, options: PredictorOptions) {
  const { threads = 1 } = options;
  const threshold = thresholdOf(model.manifest, options.threshold);
  const session = await createSession(model, threads);
  checkSignature(model.manifest, session);
  const predictor = wrap(model, session, { threads, threshold });
  await checkSelf(predictor);
  return { session, predictor };
}

function thresholdOf({ name, output }: Manifest, configured: number | undefined): number | undefined {
  if (output.kind === "binary") return configured ?? output.threshold;
  if (configured === undefined) return undefined;
  throw new ModelError(
    `A threshold of ${configured} is set, but ${name} is a ${output.kind} model, which has none: unset THRESHOLD.`,
  );
}

function wrap(
  model: ModelDirectory,
  session: InferenceSession,
  { threads, threshold }: { threads: number; threshold: number | undefined },
): Predictor {
  const { outputs } = model.manifest.onnx;
  const columns = model.manifest.features.length;
  const predict = runner(session, model.manifest);
  const plainRow = rowQueue(columns, (rows) => predict(rows, false));
  const explainedRow = rowQueue(columns, (rows) => predict(rows, true));
  return {
    model,
    threads,
    threshold,
    columns,
    explains: outputs.contributions !== undefined && model.manifest.explanation !== undefined,
    predict,
    predictRow: (row, explained) => (explained ? explainedRow(row) : plainRow(row)),
    answer: answerWriter(model.manifest, threshold),
  };
}

/** Runs the session over rows, and fetches only the requested outputs. */
function runner(session: InferenceSession, { onnx, features }: Manifest): Predictor["predict"] {
  const { input, outputs } = onnx;
  const columns = features.length;
  const plain = [outputs.score.name];
  const explained = Object.values(outputs).flatMap((output) => output?.name ?? []);
  return async (rows, withExplanation) => {
    const count = rows.length / columns;
    const feeds = { [input.name]: new Tensor("float32", rows, [count, columns]) };
    const results = await session.run(feeds, withExplanation ? explained : plain);
    const data = (tensor: OutputTensor | undefined) => tensor && (results[tensor.name]?.data as Float32Array);
    const score = data(outputs.score) as Float32Array;
    if (!withExplanation) return { count, score };
    const [logit, contributions, terms] = [data(outputs.logit), data(outputs.contributions), data(outputs.terms)];
    return { count, score, ...(logit && { logit }), ...(contributions && { contributions }), ...(terms && { terms }) };
  };
}
