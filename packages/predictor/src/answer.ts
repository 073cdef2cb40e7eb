// The answer for one row, in the words of the manifest.
import type { Manifest } from "@modelport/contracts";
import type { Scored } from "./scored.ts";

/** The output's own members of an answer: the rounded number or numbers, and the label if there is one. */
export type Answer = Readonly<Record<string, unknown>>;

/** Creates the answers of one model; `threshold` replaces the manifest's, for a binary model. */
export function answerWriter({ output }: Manifest, threshold?: number): (scored: Scored, index: number) => Answer {
  const scale = 10 ** output.decimals;
  const rounded = (value: number) => Math.round(value * scale) / scale;
  switch (output.kind) {
    case "binary": {
      const { name, labelName, labels } = output;
      const bound = threshold ?? output.threshold;
      return ({ score }, index) => {
        const value = score[index] ?? Number.NaN;
        return { [name]: rounded(value), [labelName]: value >= bound ? labels.positive : labels.negative };
      };
    }
    case "multiclass": {
      const { name, labelName, labels } = output;
      return ({ score }, index) => {
        const own = score.subarray(index * labels.length, (index + 1) * labels.length);
        const probabilities = Object.fromEntries(
          labels.map((label, column) => [label, rounded(own[column] ?? Number.NaN)]),
        );
        return { [name]: probabilities, [labelName]: labels[largestOf(own)] };
      };
    }
    case "regression": {
      const { name } = output;
      return ({ score }, index) => ({ [name]: rounded(score[index] ?? Number.NaN) });
    }
  }
}

/** The label of an answer, for the metrics; undefined for a regression. */
export function labelOf({ output }: Manifest, answer: Answer): string | undefined {
  return output.kind === "regression" ? undefined : String(answer[output.labelName]);
}

function largestOf(values: Float32Array): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if ((values[i] ?? 0) > (values[best] ?? 0)) best = i;
  return best;
}
