import type { Answer } from "./answer.ts";
import type { ModelDirectory } from "./model-directory.ts";
import type { Scored, ScoredRow } from "./scored.ts";

/** A model that is loaded, verified and warm. */
export interface Predictor {
  readonly model: ModelDirectory;
  readonly threads: number;
  /** Columns of one row: the number of features. */
  readonly columns: number;
  /** Whether the model can explain its scores. */
  readonly explains: boolean;
  /** The probability from which a binary model's label is positive; undefined for other models. */
  readonly threshold: number | undefined;
  /** Scores `rows` (row-major, a multiple of `columns` long), with contributions only if `explained`. */
  predict(rows: Float32Array, explained: boolean): Promise<Scored>;
  /** Scores one row, in one run with others that wait at the same time. */
  predictRow(row: Float32Array, explained: boolean): Promise<ScoredRow>;
  /** The output's own members of the answer for row `index` of `scored`. */
  answer(scored: Scored, index: number): Answer;
}
