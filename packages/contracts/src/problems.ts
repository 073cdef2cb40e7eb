// The problems of one body, limited to what an answer lists.
import type { FieldProblem } from "./errors.ts";

/** The maximum number of problems in one answer, or one row of a batch. */
const MOST_PROBLEMS = 50;

/** The problems of a body; none if `total` is 0. */
export interface Diagnosis {
  /** The first {@link MOST_PROBLEMS} of `total`. */
  readonly problems: readonly FieldProblem[];
  readonly total: number;
}

/** Collects problems. Those beyond the limit are only counted, and their sentences are never created. */
export class Problems implements Diagnosis {
  readonly problems: FieldProblem[] = [];
  total = 0;

  add(make: () => FieldProblem): void {
    this.total += 1;
    if (this.problems.length < MOST_PROBLEMS) this.problems.push(make());
  }
}

/** A diagnosis in one sentence, next to the list: the only problem, or the number of problems. */
export function summary({ problems, total }: Diagnosis): string {
  const [first] = problems;
  if (first && total === 1) return first.detail;
  const named = total > problems.length ? `the first ${problems.length}` : "each of them";
  return `${total} fields are wrong; errors names ${named}.`;
}
