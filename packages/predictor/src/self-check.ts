// The checks that a loaded model must pass before it is served.
import { ModelError } from "./model-directory.ts";
import type { Predictor } from "./predictor.ts";
import { checkRowIndependence } from "./row-independence.ts";

/**
 * Scores the manifest's known row, and checks that no row's score depends on others.
 * @throws {ModelError}
 */
export async function checkSelf(predictor: Predictor): Promise<void> {
  const row = knownRow(predictor);
  await checkKnownScore(predictor, row);
  await checkRowIndependence(predictor, row);
}

function knownRow({ model, columns }: Predictor): Float32Array {
  const row = new Float32Array(columns);
  if (model.encoder.encode(model.manifest.selfCheck.instance, row, 0)) return row;
  throw new ModelError(
    `The manifest's selfCheck.instance does not fit its own features: train or package the model again.`,
  );
}

async function checkKnownScore(predictor: Predictor, row: Float32Array): Promise<void> {
  const { manifest } = predictor.model;
  const { score, tolerance } = manifest.selfCheck;
  const { score: found } = await predictor.predict(row, predictor.explains).catch((error: unknown) => {
    throw new ModelError(`The model fails on the manifest's known row. onnxruntime says: ${(error as Error).message}`);
  });
  const expected = [score].flat();
  if (expected.every((value, i) => Math.abs((found[i] ?? Number.NaN) - value) <= tolerance)) return;
  throw new ModelError(
    `The model scores the manifest's known row ${found.join(", ")}, but ${expected.join(", ")} within ${tolerance} is expected: ` +
      `this is not the model that ${manifest.name} ${manifest.version} was exported from.`,
  );
}
