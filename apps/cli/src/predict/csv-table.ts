import { type CsvRecord, csvRecord, csvRecords } from "@modelport/tabular-text";
import { Failure, shown } from "../exit.ts";
import { withComma, withoutFormula, withPoint } from "./cells.ts";
import { type Delimited, delimitedBy } from "./delimiter.ts";
import { parseAnswer } from "./csv-answer.ts";
import type { TextInput } from "./input.ts";
import type { Choices } from "./options.ts";
import type { ServedModel } from "./served-model.ts";
import { freeName, IncompleteAnswer, MAX_ROW_CHARACTERS, type Row, type ScoredRow, type Table } from "./table.ts";

/** The server stops reading at a longer CSV record, and the rows after it would have no answer. */
const MAX_SENT_CHARACTERS = 65_536;

/** How this file is read and written. */
interface Layout extends Delimited {
  readonly choices: Choices;
  /** A record of the output, without its line ending. */
  readonly kept: (cells: readonly (string | number | undefined)[]) => string;
  /** The same for the columns that an answer adds. */
  readonly added: (cells: readonly string[]) => string;
}

/**
 * A CSV file. Columns that are fields of the model are sent; the output has all columns, followed by the answer's
 * without its index. `post` sends CSV text and returns the CSV text of the answer.
 */
export async function openCsv(
  input: TextInput,
  { fieldNames, numericNames }: ServedModel,
  choices: Choices,
  post: (csv: string) => Promise<string>,
): Promise<Table> {
  const layout = layoutOf(choices);
  const records = readRecords(input, layout);
  const first = await records.next();
  const [header, ...early] = first.done === true ? [] : first.value;
  if (!header) throw new Failure(`${input.name} is empty: it needs a header line with the names of the columns.`);
  if (header.fault !== undefined) throw new Failure(`The header line of ${input.name} cannot be read. ${header.fault}`);
  const names = header.cells;
  const known = names.map((name) => fieldNames.has(name));
  if (!known.includes(true)) checkIsHeader(input.name, names, layout.character);
  // If no column fits, the server says which are missing.
  const isSent = known.includes(true) ? known : names.map(() => true);
  const requestHead = `${csvRecord(names.filter((_, index) => isSent[index]))}\n`;
  const answerHead = await learnAnswerColumns(requestHead, isSent.filter(Boolean).length, post);
  const answerNames = answerHead.slice(1);
  const outputNames = [...names];
  for (const name of answerNames) outputNames.push(freeName(name, outputNames));
  const { lineEnd } = input;
  const columns = names.map((name, index) => ({
    name,
    isSent: isSent[index] === true,
    hasComma: choices.decimal === "," && numericNames.has(name),
  }));
  const gap = layout.character.repeat(answerNames.length);
  return {
    mediaType: "text/csv",
    requestHead,
    outputHead: `${input.hasByteOrderMark ? "\uFEFF" : ""}${layout.kept(outputNames)}${lineEnd}`,
    unsent: new Set(names.filter((_, index) => !isSent[index])),
    rows: rowsOf(early, records, columns, layout),
    merge: (rows, answer) => merge(rows, answer, answerHead, layout, lineEnd),
    refuse: (row, sentence) => ({
      text: `${row.kept}${gap}${layout.added([sentence])}${lineEnd}`,
      fault: sentence,
    }),
  };
}

function layoutOf(choices: Choices): Layout {
  const delimited = delimitedBy(choices.delimiter);
  const { decimal, "excel-safe": isExcelSafe } = choices;
  const safe = (cells: readonly (string | number | undefined)[]) =>
    isExcelSafe ? cells.map((cell) => withoutFormula(String(cell ?? ""), decimal)) : cells;
  const local = (cells: readonly string[]) => (decimal === "," ? cells.map(withComma) : cells);
  return {
    ...delimited,
    choices,
    kept: (cells) => delimited.record(safe(cells)),
    added: (cells) => delimited.record(safe(local(cells))),
  };
}

async function* readRecords(input: TextInput, { character, exchange }: Layout): AsyncGenerator<CsvRecord[]> {
  const options = { maxRecordCharacters: MAX_ROW_CHARACTERS };
  if (character === ",") return yield* csvRecords(input.chunks, options);
  async function* exchanged() {
    for await (const text of input.chunks) yield exchange(text);
  }
  for await (const records of csvRecords(exchanged(), options)) {
    yield records.map((record) => ({ ...record, cells: record.cells.map(exchange) }));
  }
}

/** @throws {Failure} if the first line has another delimiter, or is a row of data */
function checkIsHeader(file: string, names: readonly string[], character: string): void {
  const [only = ""] = names;
  const other = names.length === 1 && [";", "\t", "|", ","].find((each) => each !== character && only.includes(each));
  if (other) {
    const flag = other === "\t" ? "tab" : `"${other}"`;
    throw new Failure(
      `The first line of ${file} is one column, ${shown(only)}: if ${JSON.stringify(other)} separates its cells, add --delimiter ${flag}.`,
    );
  }
  const value = names.find((name) => /^[-+]?[\d.,]*\d[\d.,]*$/.test(name));
  if (value === undefined) return;
  throw new Failure(
    `The first line of ${file} has ${shown(value)} where the name of a column should be: write a header line above it, with the names of the columns.`,
  );
}

/**
 * Sends a row of empty cells: its answer has the columns that every answer has, and a wrong header is refused at once.
 */
async function learnAnswerColumns(
  head: string,
  columns: number,
  post: (csv: string) => Promise<string>,
): Promise<readonly string[]> {
  const answer = await post(`${head}${csvRecord(Array.from({ length: columns }, () => ""))}\n`);
  const [header] = await parseAnswer(answer);
  if (header?.[0] === "index" && header.at(-1) === "error") return header;
  throw new Failure("The answer to a CSV batch has no columns index, ..., error: is it a modelport server?");
}

interface Column {
  readonly name: string;
  readonly isSent: boolean;
  readonly hasComma: boolean;
}

async function* rowsOf(
  early: readonly CsvRecord[],
  later: AsyncIterable<readonly CsvRecord[]>,
  columns: readonly Column[],
  layout: Layout,
): AsyncGenerator<Row[]> {
  const isSame = columns.every(({ isSent, hasComma }) => isSent && !hasComma) && isPlain(layout.choices);
  const rowOf = (record: CsvRecord): Row => {
    const { cells, line } = record;
    if (record.fault !== undefined || cells.length !== columns.length) {
      const fault = record.fault ?? `The row has ${cells.length} cells, but the header has ${columns.length}.`;
      // Padded or cut, so that the answer's cells are under their names.
      return { line, sent: undefined, fault, kept: layout.kept(columns.map((_, index) => cells[index])) };
    }
    const kept = layout.kept(cells);
    const sent = isSame ? kept : sentRecord(cells, columns);
    if (typeof sent !== "string") return { line, sent: undefined, fault: sent.fault, kept };
    if (sent.length > MAX_SENT_CHARACTERS) {
      const fault = `The row has ${sent.length} characters, but a server takes at most ${MAX_SENT_CHARACTERS}.`;
      return { line, sent: undefined, fault, kept };
    }
    return { line, sent: `${sent}\n`, kept };
  };
  yield early.map(rowOf);
  for await (const records of later) yield records.map(rowOf);
}

/** Whether a record is sent as it is written to the output. */
function isPlain({ delimiter, "excel-safe": isExcelSafe }: Choices): boolean {
  return delimiter === "," && !isExcelSafe;
}

function sentRecord(cells: readonly string[], columns: readonly Column[]): string | { readonly fault: string } {
  const sent: string[] = [];
  for (const [index, { name, isSent, hasComma }] of columns.entries()) {
    if (!isSent) continue;
    const cell = cells[index] ?? "";
    const value = hasComma ? withPoint(cell, name) : cell;
    if (typeof value !== "string") return value;
    sent.push(value);
  }
  return csvRecord(sent);
}

async function merge(
  rows: readonly Row[],
  answer: string,
  answerHead: readonly string[],
  { character, added }: Layout,
  lineEnd: string,
): Promise<ScoredRow[]> {
  const [head, ...records] = await parseAnswer(answer);
  if (head?.length !== answerHead.length || !head.every((name, index) => name === answerHead[index])) {
    throw new IncompleteAnswer("its columns are not those of the first answer");
  }
  if (records.length !== rows.length) throw new IncompleteAnswer(`${records.length} of ${rows.length} rows came back`);
  return rows.map(({ kept }, index) => {
    const [position, ...cells] = records[index] ?? [];
    if (position !== String(index) || cells.length !== answerHead.length - 1) {
      throw new IncompleteAnswer(`row ${index} of the answer is not about row ${index} of the request`);
    }
    const fault = cells.at(-1);
    return { text: `${kept}${character}${added(cells)}${lineEnd}`, fault: fault === "" ? undefined : fault };
  });
}
