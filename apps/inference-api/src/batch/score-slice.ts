import { diagnose, type FieldProblem, summary } from "@modelport/contracts";
import { type Answer, type Explanation, outcome, type Predictor } from "@modelport/predictor";
import type { ErrorBudget } from "./error-budget.ts";
import type { RowFault, SourceRow } from "./rows.ts";

/** One row's answer, or why it has none. */
export type RowResult =
  { readonly answer: Answer; readonly explanation: Explanation | undefined } | { readonly fault: RowFault };

/** Scores the good rows of a slice in one run of the model; a bad row never costs a good one its answer. */
export async function scoreSlice(
  predictor: Predictor,
  rows: readonly SourceRow[],
  explained: boolean,
  budget: ErrorBudget,
): Promise<readonly RowResult[]> {
  const { columns } = predictor;
  const { encoder } = predictor.model;
  const matrix = new Float32Array(rows.length * columns);
  let count = 0;
  const places = rows.map((row): number | RowFault => {
    if ("fault" in row) return row.fault;
    if (encoder.encode(row.body, matrix, count * columns)) return count++;
    return faultOf(predictor, row.body, budget);
  });
  const scored = count === 0 ? undefined : await predictor.predict(matrix.subarray(0, count * columns), explained);
  return places.map((place): RowResult => {
    if (typeof place !== "number" || !scored) return { fault: place as RowFault };
    const result = outcome(predictor, scored, place, explained);
    return "notFinite" in result ? { fault: { code: "output_not_finite", detail: result.notFinite } } : result;
  });
}

/** Short, because a row may be two bytes; the rows before this one have used up the budget. */
const NOT_DIAGNOSED: RowFault = { code: "validation_failed", detail: "Not diagnosed: correct the rows above first." };

function faultOf({ model }: Predictor, body: unknown, budget: ErrorBudget): RowFault {
  if (!budget.isLeft) return NOT_DIAGNOSED;
  const diagnosis = diagnose(model.manifest.features, body);
  const detail = summary(diagnosis);
  if (!budget.spend(detail.length + charactersOf(diagnosis.problems))) return NOT_DIAGNOSED;
  return { code: "validation_failed", detail, errors: diagnosis.problems, total: diagnosis.total };
}

/** The JSON syntax around the members of a problem. */
const MEMBERS_CHARACTERS = 60;

function charactersOf(problems: readonly FieldProblem[]): number {
  return problems.reduce((sum, { pointer, detail }) => sum + pointer.length + detail.length + MEMBERS_CHARACTERS, 0);
}
