import { diagnose } from "@modelport/contracts";
import { type Answer, explain, type Explanation, type Predictor } from "@modelport/predictor";
import type { RowFault, SourceRow } from "./rows.ts";

/** One row's answer, or why it has none. */
export type RowResult =
  { readonly answer: Answer; readonly explanation: Explanation | undefined } | { readonly fault: RowFault };

/** Scores the good rows of a slice in one run of the model; a bad row never costs a good one its answer. */
export async function scoreSlice(
  predictor: Predictor,
  rows: readonly SourceRow[],
  explained: boolean,
): Promise<readonly RowResult[]> {
  const { columns } = predictor;
  const { encoder, manifest } = predictor.model;
  const matrix = new Float32Array(rows.length * columns);
  let count = 0;
  const places = rows.map((row): number | RowFault => {
    if ("fault" in row) return row.fault;
    if (encoder.encode(row.body, matrix, count * columns)) return count++;
    const errors = diagnose(manifest.features, row.body);
    return { code: "validation_failed", detail: errors.map((error) => error.detail).join(" "), errors };
  });
  const scored = count === 0 ? undefined : await predictor.predict(matrix.subarray(0, count * columns), explained);
  return places.map((place): RowResult => {
    if (typeof place !== "number" || !scored) return { fault: place as RowFault };
    return {
      answer: predictor.answer(scored, place),
      explanation: explained ? explain(predictor, scored, place) : undefined,
    };
  });
}
