import {
  describeFeature,
  type Feature,
  type FieldProblem,
  mostMembers,
  pointerTo,
  Problems,
  shown,
} from "@modelport/contracts";
import { BatchRefused } from "./rows.ts";

/**
 * The field of each column.
 * @throws {BatchRefused} naming the columns that are unknown, doubled or missing
 */
export function readHeader(cells: readonly string[], features: readonly Feature[]): readonly Feature[] {
  if (cells.length > mostMembers(features)) throw tooManyColumns(cells, features);
  const byName = new Map(
    features.flatMap((feature) => [feature.name, ...feature.aliases].map((name) => [name, feature])),
  );
  const problems = new Problems();
  const fault = (name: string, code: FieldProblem["code"], detail: string) =>
    problems.add(() => ({ pointer: pointerTo(name), code, detail }));
  const taken = new Set<Feature>();
  const columns = cells.map((name) => {
    const feature = byName.get(name);
    if (!feature) fault(name, "unknown_field", `${shown(name)} is not a field of this model.`);
    else if (taken.has(feature)) fault(name, "duplicate_field", `${feature.name} has more than one column.`);
    if (feature) taken.add(feature);
    return feature;
  });
  for (const feature of features) {
    if (taken.has(feature) || feature.default !== undefined) continue;
    fault(feature.name, "missing", `There is no column for ${feature.name}: ${describeFeature(feature)}.`);
  }
  if (problems.total === 0) return columns.filter((column) => column !== undefined);
  throw misfit(cells, problems);
}

function misfit(cells: readonly string[], { problems: errors, total }: Problems): BatchRefused {
  const named = total > errors.length ? `the first ${errors.length} of ${total} faults` : "each column";
  const detail = `The header of the CSV does not fit the model's fields; errors names ${named}.${separatorHint(cells)}`;
  return new BatchRefused({ code: "validation_failed", detail, errors });
}

function tooManyColumns(cells: readonly string[], features: readonly Feature[]): BatchRefused {
  const detail = `The header of the CSV has ${cells.length} columns, but the model has ${features.length} fields.`;
  return new BatchRefused({ code: "validation_failed", detail });
}

function separatorHint(cells: readonly string[]): string {
  const separator = cells.length === 1 && /[;\t|]/.exec(cells[0] ?? "");
  return separator ? ` It has no comma but ${JSON.stringify(separator[0])}: separate the cells by commas.` : "";
}
