import type { Predictor } from "./predictor.ts";
import type { Scored } from "./scored.ts";

/** One reason: the features of a term, in words, and how much the term adds to the score. */
export interface Reason {
  readonly features: readonly string[];
  readonly label: string;
  readonly contribution: number;
}

/** The exact decomposition of one score, all in `unit`. */
export interface Explanation {
  /** The model's output, not rounded. */
  readonly score: number;
  /** Binary models: baseline + all contributions. For a regression that sum is the score itself. */
  readonly logit?: number;
  readonly unit: string;
  readonly baseline: number;
  /** The largest positive terms, largest first. */
  readonly reasons: readonly Reason[];
  /** One number per feature; terms of two features are divided as the manifest's pairConvention says. */
  readonly contributions: Readonly<Record<string, number>>;
  /** The model's own terms. */
  readonly terms: readonly { readonly features: readonly string[]; readonly contribution: number }[];
}

/** The maximum number of reasons in an answer. */
const MOST_REASONS = 4;

/** The explanation of row `index` of `scored`; undefined if the model has none. */
export function explain(predictor: Predictor, scored: Scored, index: number): Explanation | undefined {
  const { features, explanation, output } = predictor.model.manifest;
  if (!scored.contributions || !explanation) return undefined;
  const names = features.map((feature) => feature.name);
  const own = rowOf(scored.contributions, index, names.length);
  const score = scored.score[index] ?? Number.NaN;
  const terms = termsOf(predictor, scored, index, own);
  return {
    score,
    ...(output.kind === "binary" && {
      logit: scored.logit?.[index] ?? logitOf(score, explanation.baseline.value, own),
    }),
    unit: explanation.unit,
    baseline: explanation.baseline.value,
    reasons: largest(terms).map((term) => ({ ...term, label: wordsOf(predictor, term.features) })),
    contributions: Object.fromEntries(names.map((name, column) => [name, own[column] ?? 0])),
    terms,
  };
}

/**
 * If float32 rounds a probability to 0 or 1, its log-odds are lost, but the parts of the explanation still have them.
 */
function logitOf(score: number, baseline: number, contributions: Float32Array): number {
  const logit = Math.log(score / (1 - score));
  return Number.isFinite(logit) ? logit : contributions.reduce((sum, value) => sum + value, baseline);
}

function termsOf(predictor: Predictor, { terms }: Scored, index: number, contributions: Float32Array) {
  const { features, explanation } = predictor.model.manifest;
  if (!terms || !explanation?.terms) {
    return features.map(({ name }, column) => ({ features: [name], contribution: contributions[column] ?? 0 }));
  }
  const values = rowOf(terms, index, explanation.terms.length);
  return explanation.terms.map((term, column) => ({ features: term.features, contribution: values[column] ?? 0 }));
}

function largest<T extends { contribution: number }>(terms: readonly T[]): T[] {
  return terms
    .filter((term) => term.contribution > 0)
    .toSorted((a, b) => b.contribution - a.contribution)
    .slice(0, MOST_REASONS);
}

function wordsOf({ model }: Predictor, names: readonly string[]): string {
  const words = names.map(
    (name) => model.manifest.features.find((feature) => feature.name === name)?.label?.en ?? name,
  );
  return words.join(" × ");
}

function rowOf(values: Float32Array, index: number, width: number): Float32Array {
  return values.subarray(index * width, (index + 1) * width);
}
