// CSV records become the objects that JSON clients send, so that one encoder and one diagnosis serve both.
import type { Feature } from "@modelport/contracts";
import { type CsvRecord, csvRecords } from "@modelport/tabular-text";
import { MAX_RECORD_CHARACTERS } from "../limits.ts";
import { headerHint, readHeader } from "./csv-header.ts";
import { BatchRefused, inSlices, type SourceRow } from "./rows.ts";

/**
 * Slices of rows. The first record is the header, with fields by name or alias in any order. A header that does not fit
 * refuses the batch; a record that does not fit is an error of that row alone. An empty cell is an absent field.
 */
export function csvRows(chunks: AsyncIterable<string>, features: readonly Feature[]): AsyncGenerator<SourceRow[]> {
  return inSlices(rowsOf(chunks, features));
}

/** The rows of each group of records, created one by one on demand. */
async function* rowsOf(
  chunks: AsyncIterable<string>,
  features: readonly Feature[],
): AsyncGenerator<Iterable<SourceRow>> {
  let header: Header | undefined;
  const under = (names: readonly string[]) => (header ??= { columns: readHeader(names, features), names });
  const fits = (cells: readonly string[], head: readonly string[]) => isRowOfLines(cells, under(head).columns);
  let isFirst = true;
  for await (const records of csvRecords(chunks, { maxRecordCharacters: MAX_RECORD_CHARACTERS, fits })) {
    if (isFirst) under(headOf(records));
    if (header) yield rowsUnder(header, isFirst ? records.slice(1) : records);
    isFirst = false;
  }
}

function headOf([head]: readonly CsvRecord[]): readonly string[] {
  if (head?.fault === undefined) return head?.cells ?? [];
  const detail = `The header of the CSV cannot be read. ${head.fault}${headerHint(head.cells)}`;
  throw new BatchRefused({ code: "invalid_csv", detail });
}

interface Header {
  readonly columns: readonly Feature[];
  readonly names: readonly string[];
}

/** Whether cells that span lines can be a row: no value has a line break, except a category that contains one. */
function isRowOfLines(cells: readonly string[], columns: readonly Feature[]): boolean {
  if (cells.length !== columns.length) return false;
  return cells.every((cell, i) => {
    const column = columns[i];
    return !cell.includes("\n") || (column?.type === "categorical" && column.categories.includes(cell));
  });
}

function* rowsUnder({ columns, names }: Header, records: readonly CsvRecord[]): Generator<SourceRow> {
  for (const record of records) yield rowOf(record, columns, names);
}

function rowOf({ cells, fault }: CsvRecord, columns: readonly Feature[], names: readonly string[]): SourceRow {
  if (fault !== undefined) return { fault: { code: "invalid_csv", detail: fault } };
  if (cells.length !== columns.length) {
    const detail = `The row has ${cells.length} cells, but the header has ${columns.length}.`;
    return { fault: { code: "invalid_csv", detail } };
  }
  const body: Record<string, unknown> = {};
  for (let i = 0; i < columns.length; i++) {
    const cell = cells[i] ?? "";
    if (cell !== "") body[names[i] ?? ""] = valueOf(columns[i] as Feature, cell);
  }
  return { body };
}

/** No two parts match the same characters, so a long cell that is not a number is rejected in one pass. */
const NUMBER = /^[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?$/;

/** A cell that is not a number stays text, so that the diagnosis shows it as it was sent. */
function valueOf(feature: Feature, cell: string): unknown {
  if (feature.type === "categorical") return cell;
  if (feature.type === "boolean" && /^(?:true|false)$/i.test(cell)) return cell.toLowerCase() === "true";
  return NUMBER.test(cell) ? Number(cell) : cell;
}
