// The problems of one body, as many as an answer tells.
import type { FieldProblem } from "./errors.ts";

/** The most problems that one answer, or one row of a batch, names. */
const MOST_PROBLEMS = 50;

/** What is wrong with a body; nothing if `total` is 0. */
export interface Diagnosis {
  /** The first {@link MOST_PROBLEMS} of `total`. */
  readonly problems: readonly FieldProblem[];
  readonly total: number;
}

/** Collects problems; those that are not told are counted, and their sentences are never made. */
export class Problems implements Diagnosis {
  readonly problems: FieldProblem[] = [];
  total = 0;

  add(make: () => FieldProblem): void {
    this.total += 1;
    if (this.problems.length < MOST_PROBLEMS) this.problems.push(make());
  }
}

/** A diagnosis in one sentence, to stand beside its list: the only problem, or how many there are. */
export function summary({ problems, total }: Diagnosis): string {
  const [first] = problems;
  if (first && total === 1) return first.detail;
  const named = total > problems.length ? `the first ${problems.length}` : "each of them";
  return `${total} fields are wrong; errors names ${named}.`;
}
