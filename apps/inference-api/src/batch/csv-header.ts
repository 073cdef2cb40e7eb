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
 * @throws {BatchRefused} naming the columns that are unknown, duplicated or missing
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
  const detail = `The header of the CSV does not fit the model's fields; errors names ${named}.${headerHint(cells)}`;
  return new BatchRefused({ code: "validation_failed", detail, errors });
}

function tooManyColumns(cells: readonly string[], features: readonly Feature[]): BatchRefused {
  const detail = `The header of the CSV has ${cells.length} columns, but the model has ${features.length} fields.${headerHint(cells)}`;
  return new BatchRefused({ code: "validation_failed", detail });
}

/** A hint for common headers that do not belong to this model, and how to fix them. */
export function headerHint(cells: readonly string[]): string {
  const [first = ""] = cells;
  if (cells.some((cell) => cell.includes("\0"))) {
    return " It has NUL characters, as UTF-16 read as UTF-8 has: save the CSV in UTF-8.";
  }
  if (cells.some((cell) => cell.includes("\r"))) {
    return " Its lines end with CR alone, as old Macintosh files do: save the CSV with LF or CRLF line ends.";
  }
  if (first.startsWith("sep=")) {
    return ` It is ${shown(cells.join())}, a line for Excel alone: remove it and separate the cells by commas.`;
  }
  if (first === "" && cells.length > 1) {
    return " Its first column has no name, like the index that pandas writes: write the CSV with index=False.";
  }
  const separator = cells.length === 1 && /[;\t|]/.exec(first);
  return separator ? ` It has no comma but ${JSON.stringify(separator[0])}: separate the cells by commas.` : "";
}
