// The result of a row: an answer with finite numbers, or the sentence why there is none.
import type { Answer } from "./answer.ts";
import { explain, type Explanation } from "./explain.ts";
import type { Predictor } from "./predictor.ts";
import type { Scored } from "./scored.ts";

/** The answer to one row, with its explanation if requested; or which of its numbers is not finite. */
export type Outcome =
  { readonly answer: Answer; readonly explanation: Explanation | undefined } | { readonly notFinite: string };

/**
 * The result of row `index` of `scored`. JSON has no NaN and no Infinity, and a comparison with NaN would silently
 * choose a label, so such a row has no answer.
 */
export function outcome(predictor: Predictor, scored: Scored, index: number, explained: boolean): Outcome {
  const sentence = notFiniteIn(predictor, scored, index);
  if (sentence !== undefined) return { notFinite: sentence };
  return {
    answer: predictor.answer(scored, index),
    explanation: explained ? explain(predictor, scored, index) : undefined,
  };
}

/** The sentence about the first number of the row that is not finite; undefined if there is none. */
export function notFiniteIn({ model }: Predictor, scored: Scored, index: number): string | undefined {
  const { output } = model.manifest;
  const { count, score, logit, contributions, terms } = scored;
  return (
    notFinite(`its ${output.name}`, score, index, count) ??
    notFinite("the logit", logit, index, count) ??
    notFinite("a contribution", contributions, index, count) ??
    notFinite("a term", terms, index, count)
  );
}

function notFinite(what: string, values: Float32Array | undefined, index: number, count: number): string | undefined {
  if (!values) return undefined;
  const width = values.length / count;
  for (let at = index * width; at < (index + 1) * width; at++) {
    const value = values[at] ?? Number.NaN;
    if (!Number.isFinite(value))
      return `The model has no answer for this row: ${what} is ${value}, not a finite number.`;
  }
  return undefined;
}
