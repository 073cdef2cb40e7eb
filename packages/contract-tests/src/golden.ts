// Compares an answer with what the trainer computed.
import type { Manifest } from "@modelport/contracts";
import { expect } from "vitest";
import type { GoldenRow } from "./endpoint.ts";
import type { Json } from "./requests.ts";

/** The largest difference between `answer` and `row`; unrounded where the answer is explained. */
export function largestDelta({ output }: Manifest, answer: Json, row: GoldenRow, explained: boolean): number {
  const expected = [row.score].flat();
  const found =
    output.kind === "multiclass"
      ? output.labels.map((label) => (answer[output.name] as Record<string, number>)[label])
      : [explained ? answer.score : answer[output.name]];
  const rounding = explained ? 0 : 0.5 * 10 ** -output.decimals;
  const deltas = expected.map((value, i) => Math.max(0, Math.abs(value - Number(found[i])) - rounding));
  if (explained) deltas.push(...explanationDeltas(answer, row));
  return Math.max(...deltas.map((delta) => (Number.isNaN(delta) ? Infinity : delta)));
}

function explanationDeltas(answer: Json, row: GoldenRow): number[] {
  const contributions = Object.values(answer["contributions"] as Record<string, number>);
  const terms = (answer["terms"] as { contribution: number }[]).map((term) => term.contribution);
  const apart = (wanted: readonly number[] | undefined, found: readonly number[]) =>
    (wanted ?? []).map((value, i) => Math.abs(value - (found[i] ?? Number.NaN)));
  return [
    ...(row.logit === undefined ? [] : [Math.abs(answer.logit - row.logit)]),
    ...apart(row.contributions, contributions),
    ...apart(row.terms, terms),
  ];
}

/** Asserts the label, except where the scores are too close to each other or to the threshold to tell. */
export function expectLabel({ output }: Manifest, answer: Json, row: GoldenRow, tolerance: number): void {
  if (output.kind === "regression") return;
  const [first = 0, ...others] = [row.score].flat();
  if (output.kind === "binary") {
    if (Math.abs(first - output.threshold) <= tolerance) return;
    const { positive, negative } = output.labels;
    expect(answer[output.labelName]).toBe(first >= output.threshold ? positive : negative);
    return;
  }
  const scores = [first, ...others];
  const [best = 0, second = 0] = scores.toSorted((a, b) => b - a);
  if (best - second > tolerance) expect(answer[output.labelName]).toBe(output.labels[scores.indexOf(best)]);
}

/** The names of a plain answer's members, in order. */
export function membersOf({ output }: Manifest): string[] {
  const own = output.kind === "regression" ? [output.name] : [output.name, output.labelName];
  return [...own, "model_version", "request_id"];
}
