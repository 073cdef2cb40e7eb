// CSV records become the objects that JSON clients send, so that one encoder and one diagnosis serve both.
import { describeFeature, type Feature, type FieldProblem } from "@modelport/contracts";
import { CsvError, type CsvRecord, csvRecords } from "@modelport/tabular-text";
import { BatchRefused, inSlices, MAX_RECORD_CHARACTERS, type SourceRow } from "./rows.ts";

/**
 * Slices of rows. The first record is the header: fields by name or alias, in any order; one that does not fit refuses
 * the batch, a record that does not fit is a fault of that row alone. An empty cell is an absent field.
 */
export function csvRows(chunks: AsyncIterable<string>, features: readonly Feature[]): AsyncGenerator<SourceRow[]> {
  return inSlices(rowsOf(chunks, features));
}

/** The rows of each group of records, one by one as they are asked for. */
async function* rowsOf(
  chunks: AsyncIterable<string>,
  features: readonly Feature[],
): AsyncGenerator<Iterable<SourceRow>> {
  let header: Header | undefined;
  for await (const records of recordsOf(chunks)) {
    const [first] = records;
    if (first === undefined) continue;
    const rows = header ? records : records.slice(1);
    header ??= { columns: readHeader(first.cells, features), names: first.cells };
    yield rowsUnder(header, rows);
  }
}

interface Header {
  readonly columns: readonly Feature[];
  readonly names: readonly string[];
}

function* rowsUnder({ columns, names }: Header, records: readonly CsvRecord[]): Generator<SourceRow> {
  for (const { cells } of records) yield rowOf(cells, columns, names);
}

async function* recordsOf(chunks: AsyncIterable<string>): AsyncGenerator<CsvRecord[]> {
  try {
    yield* csvRecords(chunks, MAX_RECORD_CHARACTERS);
  } catch (error) {
    if (error instanceof CsvError) throw new BatchRefused({ code: "invalid_csv", detail: error.message });
    throw error;
  }
}

function readHeader(record: readonly string[], features: readonly Feature[]): readonly Feature[] {
  const errors: FieldProblem[] = [];
  const taken = new Set<Feature>();
  const fault = (name: string, code: FieldProblem["code"], detail: string) =>
    errors.push({ pointer: `/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`, code, detail });
  const columns = record.map((name) => {
    const feature = features.find((known) => known.name === name || known.aliases.includes(name));
    if (!feature) fault(name, "unknown_field", `${JSON.stringify(name.slice(0, 60))} is not a field of this model.`);
    else if (taken.has(feature)) fault(name, "duplicate_field", `${feature.name} has more than one column.`);
    if (feature) taken.add(feature);
    return feature;
  });
  for (const feature of features) {
    if (taken.has(feature) || feature.default !== undefined) continue;
    fault(feature.name, "missing", `There is no column for ${feature.name}: ${describeFeature(feature)}.`);
  }
  if (errors.length === 0) return columns.filter((column) => column !== undefined);
  const separator = record.length === 1 && /[;\t|]/.exec(record[0] ?? "");
  const hint = separator ? ` It has no comma but ${JSON.stringify(separator[0])}: separate the cells by commas.` : "";
  const detail = `The header of the CSV does not fit the model's fields; errors names each column.${hint}`;
  throw new BatchRefused({ code: "validation_failed", detail, errors });
}

function rowOf(record: readonly string[], columns: readonly Feature[], names: readonly string[]): SourceRow {
  if (record.length !== columns.length) {
    const detail = `The row has ${record.length} cells, but the header has ${columns.length}.`;
    return { fault: { code: "invalid_csv", detail } };
  }
  const body: Record<string, unknown> = {};
  for (let i = 0; i < columns.length; i++) {
    const cell = record[i] ?? "";
    if (cell !== "") body[names[i] ?? ""] = valueOf(columns[i] as Feature, cell);
  }
  return { body };
}

const NUMBER = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/;

/** A cell that is no number stays text, which the diagnosis then shows as it was sent. */
function valueOf(feature: Feature, cell: string): unknown {
  if (feature.type === "categorical") return cell;
  if (feature.type === "boolean" && /^(?:true|false)$/i.test(cell)) return cell.toLowerCase() === "true";
  return NUMBER.test(cell) ? Number(cell) : cell;
}
