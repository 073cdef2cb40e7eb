import { diagnose, type InferenceOutput } from "@modelport/contracts";
import { explain, labelOf, notFiniteIn, type Predictor, type Scored } from "@modelport/predictor";
import { SLICE_ROWS } from "../limits.ts";
import type { InferRequest } from "./infer-request.ts";
import { Faults } from "./faults.ts";

/** An output tensor of an answer: flat, row-major. */
export interface ResponseTensor {
  readonly name: string;
  readonly datatype: string;
  readonly shape: readonly number[];
  readonly data: readonly (number | string)[];
}

/** The rows in the model's input form, or what is wrong with them: the protocol has no errors for single rows. */
export function encodeRows(
  { model, columns }: Predictor,
  { rows, columns: inputs }: InferRequest,
): Float32Array | string {
  const { encoder, manifest } = model;
  const matrix = new Float32Array(rows * columns);
  const faults = new Faults();
  for (let row = 0; row < rows; row++) {
    const body = Object.fromEntries(inputs.map(({ name, values }) => [name, values[row]]));
    if (encoder.encode(body, matrix, row * columns)) continue;
    faults.addRow(row, () => diagnose(manifest.features, body));
  }
  return faults.count > 0 ? faults.text : matrix;
}

/**
 * Scores the rows slice by slice, so that other requests get their turn; `stopped` tells whether the client has
 * disconnected. If one row has no answer, all rows are refused, with a sentence that names it.
 */
export async function infer(
  predictor: Predictor,
  matrix: Float32Array,
  outputs: readonly InferenceOutput[],
  stopped: () => boolean,
): Promise<ResponseTensor[] | string> {
  const { columns } = predictor;
  const rows = matrix.length / columns;
  const explained = outputs.some((output) => output.onDemand);
  const tensors = outputs.map(({ name, datatype, shape, role }) => {
    const [, ...width] = shape;
    return { name, datatype, shape: [rows, ...width], role, data: [] as (number | string)[] };
  });
  for (let from = 0; from < rows && !stopped(); from += SLICE_ROWS) {
    const slice = matrix.subarray(from * columns, Math.min(from + SLICE_ROWS, rows) * columns);
    const scored = await predictor.predict(slice, explained);
    for (let row = 0; row < scored.count; row++) {
      const notFinite = notFiniteIn(predictor, scored, row);
      if (notFinite !== undefined) return `Row ${from + row}: ${notFinite}`;
    }
    for (const { role, data } of tensors) for (const value of valuesOf(role, predictor, scored)) data.push(value);
  }
  return tensors.map(({ name, datatype, shape, data }) => ({ name, datatype, shape, data }));
}

function valuesOf(role: InferenceOutput["role"], predictor: Predictor, scored: Scored): Iterable<number | string> {
  switch (role) {
    case "score":
      return scored.score;
    case "contributions":
      return scored.contributions ?? [];
    case "label":
      return each(scored, (index) => labelOf(predictor.model.manifest, predictor.answer(scored, index)) ?? "");
    case "logit":
      return scored.logit ?? each(scored, (index) => explain(predictor, scored, index)?.logit ?? Number.NaN);
  }
}

function each<T>({ count }: Scored, value: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => value(index));
}
