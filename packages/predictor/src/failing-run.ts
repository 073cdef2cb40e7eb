// Finds out why a run throws: because of the number of rows, or a value that the manifest allows.
import type { Predictor } from "./predictor.ts";

/** The sentence about `rows`, of which the first one can be scored alone; `reason` is onnxruntime's message. */
export async function whyRunFails(predictor: Predictor, rows: Float32Array, reason: string): Promise<string> {
  const { columns } = predictor;
  const count = rows.length / columns;
  const known = rows.slice(0, columns);
  if (count > 1 && !(await runs(predictor, known, count))) {
    return (
      `The model scores one row, but not ${count} in one run: a number of rows is fixed inside the graph, as Reshape to ` +
      `[1, ...] does, so export the model with a free batch size. onnxruntime says: ${reason}`
    );
  }
  for (let row = 0; row < count; row++) {
    const values = rows.slice(row * columns, (row + 1) * columns);
    if (await runs(predictor, values)) continue;
    return (await whichValue(predictor, known, values, reason)) ?? `${FAILING}. onnxruntime says: ${reason}`;
  }
  return `${FAILING}. onnxruntime says: ${reason}`;
}

const FAILING =
  "The model fails for a row that the manifest allows, and such a row fails all rows that share its run: narrow the ranges " +
  "of its features, or clip them in the graph";

/** The first value of `values` that makes the known row fail. */
async function whichValue(predictor: Predictor, known: Float32Array, values: Float32Array, reason: string) {
  for (const [column, { name }] of predictor.model.manifest.features.entries()) {
    const changed = Float32Array.from(known);
    changed[column] = values[column] ?? Number.NaN;
    if (await runs(predictor, changed)) continue;
    return (
      `The model fails for ${name} ${changed[column]}, which the manifest allows, and such a row fails all rows that share ` +
      `its run: give "${name}" a minimum and a maximum, or clip it in the graph. onnxruntime says: ${reason}`
    );
  }
  return undefined;
}

/** Whether `count` copies of this row can be scored together. */
async function runs(predictor: Predictor, row: Float32Array, count = 1): Promise<boolean> {
  const rows = new Float32Array(row.length * count);
  for (let i = 0; i < count; i++) rows.set(row, i * row.length);
  return predictor.predict(rows, predictor.explains).then(
    () => true,
    () => false,
  );
}
