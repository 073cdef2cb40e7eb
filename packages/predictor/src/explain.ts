import type { Predictor, Scored } from "./predictor.ts";

/** One reason: the features of a term, in words, and what the term adds to the logit. */
export interface Reason {
  readonly features: readonly string[];
  readonly label: string;
  readonly contribution: number;
}

/** The exact decomposition of one score. Contributions are in `unit`; baseline + all contributions = logit. */
export interface Explanation {
  readonly score: number;
  readonly logit: number;
  readonly unit: string;
  readonly baseline: number;
  readonly reasons: readonly Reason[];
  readonly contributions: Readonly<Record<string, number>>;
  readonly terms: readonly { readonly features: readonly string[]; readonly contribution: number }[];
}

/** How many reasons an answer names at most. */
const MOST_REASONS = 4;

/** The explanation of row `index` of `scored`; undefined where the model gives none. */
export function explain(predictor: Predictor, scored: Scored, index: number): Explanation | undefined {
  const { manifest } = predictor.model;
  const { contributions, explanation } = { contributions: scored.contributions, explanation: manifest.explanation };
  if (!contributions || !explanation) return undefined;
  const names = manifest.features.map((feature) => feature.name);
  const own = rowOf(contributions, index, names.length);
  const termFeatures =
    scored.terms && explanation.terms ? explanation.terms.map((term) => term.features) : names.map((n) => [n]);
  const values = scored.terms ? rowOf(scored.terms, index, termFeatures.length) : own;
  const terms = termFeatures.map((features, term) => ({ features, contribution: values[term] ?? 0 }));
  const score = scored.score[index] ?? Number.NaN;
  return {
    score,
    logit: scored.logit?.[index] ?? Math.log(score / (1 - score)),
    unit: explanation.unit,
    baseline: explanation.baseline.value,
    reasons: largest(terms).map((term) => ({ ...term, label: labelOf(predictor, term.features) })),
    contributions: Object.fromEntries(names.map((name, column) => [name, own[column] ?? 0])),
    terms,
  };
}

function largest<T extends { contribution: number }>(terms: readonly T[]): T[] {
  return terms
    .filter((term) => term.contribution > 0)
    .toSorted((a, b) => b.contribution - a.contribution)
    .slice(0, MOST_REASONS);
}

function labelOf(predictor: Predictor, features: readonly string[]): string {
  const { manifest } = predictor.model;
  const labels = features.map((name) => manifest.features.find((feature) => feature.name === name)?.label?.en ?? name);
  return labels.join(" × ");
}

function rowOf(values: Float32Array, index: number, width: number): Float32Array {
  return values.subarray(index * width, (index + 1) * width);
}
