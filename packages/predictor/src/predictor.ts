// One ONNX session: float32 rows in, scores and exact contributions out.
import type { Manifest, OutputTensor } from "@modelport/contracts";
import { InferenceSession, Tensor } from "./onnxruntime.ts";
import { type Answer, answerWriter } from "./answer.ts";
import { ModelError, type ModelDirectory } from "./model-directory.ts";
import { rowQueue, type ScoredRow } from "./row-queue.ts";

/** What the model says of `count` rows; contributions and terms are row-major, `count` times their width. */
export interface Scored {
  readonly count: number;
  /** One number a row; for a multiclass model one for each class, row-major. */
  readonly score: Float32Array;
  readonly logit?: Float32Array;
  readonly contributions?: Float32Array;
  readonly terms?: Float32Array;
}

/** A model that is loaded, verified and warm. */
export interface Predictor {
  readonly model: ModelDirectory;
  readonly threads: number;
  /** Columns of one row: the number of features. */
  readonly columns: number;
  /** True when the model can explain its scores. */
  readonly explains: boolean;
  /** The probability from which a binary model's label is positive; undefined for other models. */
  readonly threshold: number | undefined;
  /** Scores `rows` (row-major, a multiple of `columns` long), with contributions only where asked for. */
  predict(rows: Float32Array, explained: boolean): Promise<Scored>;
  /** Scores one row, in one run with others that wait at the same time. */
  predictRow(row: Float32Array, explained: boolean): Promise<ScoredRow>;
  /** The output's own members of the answer for row `index` of `scored`. */
  answer(scored: Scored, index: number): Answer;
}

/** How a model is run; what is left out comes from the manifest, or is 1 thread. */
export interface PredictorOptions {
  readonly threads?: number;
  readonly threshold?: number | undefined;
}

/**
 * Creates the session and checks it against the manifest: names, types and shapes of all tensors, and one known row.
 * That row also warms the session, so that the first request is not the slow one.
 * @throws {ModelError} with what was expected and what was found.
 */
export async function loadPredictor(model: ModelDirectory, options: PredictorOptions = {}): Promise<Predictor> {
  const { threads = 1 } = options;
  const threshold = thresholdOf(model.manifest, options.threshold);
  const session = await createSession(model, threads);
  checkSignature(model.manifest, session);
  const predictor = wrap(model, session, { threads, threshold });
  await checkKnownRow(predictor);
  return predictor;
}

async function createSession(model: ModelDirectory, threads: number): Promise<InferenceSession> {
  try {
    return await InferenceSession.create(model.onnx, {
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      executionMode: "sequential",
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ModelError(
      `${model.manifest.onnx.file} in ${model.path} is not a model that onnxruntime loads: ${reason}`,
    );
  }
}

function thresholdOf({ name, output }: Manifest, asked: number | undefined): number | undefined {
  if (output.kind === "binary") return asked ?? output.threshold;
  if (asked === undefined) return undefined;
  throw new ModelError(
    `A threshold of ${asked} is set, but ${name} is a ${output.kind} model, which has none: unset THRESHOLD.`,
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

/** Runs the session over rows, and fetches no more than is asked for. */
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

function checkSignature(manifest: Manifest, session: InferenceSession): void {
  const { input, outputs } = manifest.onnx;
  expectNames("input", [input.name], session.inputNames);
  checkTensor(manifest, "input", input, session.inputMetadata);
  for (const tensor of Object.values(outputs).filter((output) => output !== undefined)) {
    expectAmong("output", tensor.name, session.outputNames);
    checkTensor(manifest, "output", tensor, session.outputMetadata);
  }
}

function expectNames(kind: string, expected: readonly string[], found: readonly string[]): void {
  if (expected.join() === found.join()) return;
  throw new ModelError(
    `The ONNX file's ${kind}s are [${found.join(", ")}], but the manifest expects [${expected.join(", ")}]: ` +
      `a model has one float32 ${kind} with a column for each feature.`,
  );
}

function expectAmong(kind: string, name: string, found: readonly string[]): void {
  if (found.includes(name)) return;
  throw new ModelError(
    `The ONNX file has no ${kind} "${name}", which the manifest names; it has [${found.join(", ")}].`,
  );
}

function checkTensor(
  manifest: Manifest,
  kind: string,
  expected: OutputTensor,
  metadata: readonly InferenceSession.ValueMetadata[],
): void {
  const found = metadata.find((entry) => entry.name === expected.name);
  const wanted = `${expected.type} [${expected.shape.join(", ")}]`;
  const subject = `The ${kind} "${expected.name}" of ${manifest.onnx.file}`;
  if (!found?.isTensor) {
    throw new ModelError(
      `${subject} is no tensor but a sequence or a map, as ZipMap makes them, and the manifest expects ${wanted}: ` +
        "export the model without ZipMap (zipmap=False).",
    );
  }
  const shape = found.shape.map((size) => (typeof size === "number" ? size : -1));
  if (found.type === expected.type && shape.join() === expected.shape.join()) return;
  const remedy =
    found.type === expected.type
      ? "export the model with that shape."
      : "only float32 tensors are served, so export the model with float32.";
  throw new ModelError(
    `${subject} is ${found.type} [${shape.join(", ")}], but the manifest expects ${wanted}: ${remedy}`,
  );
}

async function checkKnownRow(predictor: Predictor): Promise<void> {
  const { manifest, encoder } = predictor.model;
  const { instance, score, tolerance } = manifest.selfCheck;
  const row = new Float32Array(predictor.columns);
  if (!encoder.encode(instance, row, 0)) {
    throw new ModelError(
      `The manifest's selfCheck.instance does not fit its own features: train or package the model again.`,
    );
  }
  const { score: found } = await predictor.predict(row, predictor.explains);
  const expected = [score].flat();
  if (expected.every((value, i) => Math.abs((found[i] ?? Number.NaN) - value) <= tolerance)) return;
  throw new ModelError(
    `The model scores the manifest's known row ${found.join(", ")}, but ${expected.join(", ")} within ${tolerance} is expected: ` +
      `this is not the model that ${manifest.name} ${manifest.version} was exported from.`,
  );
}
