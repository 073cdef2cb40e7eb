import { type CsvRecord, csvRecord, csvRecords } from "@modelport/tabular-text";
import { Failure } from "../exit.ts";
import type { TextInput } from "./input.ts";
import { freeName, IncompleteAnswer, MAX_ROW_CHARACTERS, type Row, type ScoredRow, type Table } from "./table.ts";

/** A longer CSV record ends the server's reading, and the rows behind it would have no answer. */
const MAX_SENT_CHARACTERS = 65_536;

/**
 * A CSV file: the columns that are fields of the model are sent, all of them are written out, then the answer's columns
 * without its index. `ask` sends a CSV text and answers the CSV text that comes back.
 */
export async function openCsv(
  input: TextInput,
  fieldNames: ReadonlySet<string>,
  ask: (csv: string) => Promise<string>,
): Promise<Table> {
  const records = csvRecords(input.chunks, { maxRecordCharacters: MAX_ROW_CHARACTERS });
  const first = await records.next();
  const [header, ...early] = first.done === true ? [] : first.value;
  if (!header) throw new Failure(`${input.name} is empty: it needs a header line with the names of the columns.`);
  if (header.fault !== undefined) throw new Failure(`The header line of ${input.name} cannot be read. ${header.fault}`);
  const names = header.cells;
  const known = names.map((name) => fieldNames.has(name));
  // Where nothing fits, the server says what it misses, and that the separator is a comma.
  const isSent = known.includes(true) ? known : names.map(() => true);
  const requestHead = `${csvRecord(names.filter((_, index) => isSent[index]))}\n`;
  const answerNames = await learnAnswerColumns(requestHead, isSent.filter(Boolean).length, ask);
  const outputNames = [...names];
  for (const name of answerNames) outputNames.push(freeName(name, outputNames));
  const { lineEnd } = input;
  return {
    mediaType: "text/csv",
    requestHead,
    outputHead: `${input.hasByteOrderMark ? "\uFEFF" : ""}${csvRecord(outputNames)}${lineEnd}`,
    unsent: new Set(names.filter((_, index) => !isSent[index])),
    rows: rowsOf(early, records, isSent),
    merge: (rows, answer) => merge(rows, answer, answerNames.length, lineEnd),
    refuse: (row, sentence) => ({
      text: `${row.kept}${",".repeat(answerNames.length)}${csvRecord([sentence])}${lineEnd}`,
      fault: sentence,
    }),
  };
}

/** A row of empty cells is answered with the columns that every answer has, and a wrong header is refused at once. */
async function learnAnswerColumns(
  head: string,
  columns: number,
  ask: (csv: string) => Promise<string>,
): Promise<string[]> {
  const answer = await ask(`${head}${csvRecord(Array.from({ length: columns }, () => ""))}\n`);
  const [header] = await parse(answer);
  if (header?.[0] === "index" && header.at(-1) === "error") return header.slice(1);
  throw new Failure("The answer to a CSV batch has no columns index, ..., error: is it a modelport server?");
}

async function* rowsOf(
  early: readonly CsvRecord[],
  later: AsyncIterable<readonly CsvRecord[]>,
  isSent: readonly boolean[],
): AsyncGenerator<Row[]> {
  const all = isSent.every(Boolean);
  const rowOf = (record: CsvRecord): Row => {
    const { cells, line } = record;
    if (record.fault !== undefined || cells.length !== isSent.length) {
      const fault = record.fault ?? `The row has ${cells.length} cells, but the header has ${isSent.length}.`;
      // Padded or cut, so that the answer stands under its names.
      return { line, sent: undefined, fault, kept: csvRecord(isSent.map((_, index) => cells[index])) };
    }
    const kept = csvRecord(cells);
    const sent = all ? kept : csvRecord(cells.filter((_, index) => isSent[index]));
    if (sent.length > MAX_SENT_CHARACTERS) {
      const fault = `The row has ${sent.length} characters, but a server takes at most ${MAX_SENT_CHARACTERS}.`;
      return { line, sent: undefined, fault, kept };
    }
    return { line, sent: `${sent}\n`, kept };
  };
  yield early.map(rowOf);
  for await (const records of later) yield records.map(rowOf);
}

async function merge(rows: readonly Row[], answer: string, columns: number, lineEnd: string): Promise<ScoredRow[]> {
  const [, ...records] = await parse(answer);
  if (records.length !== rows.length) throw new IncompleteAnswer(`${records.length} of ${rows.length} rows came back`);
  return rows.map(({ kept }, index) => {
    const [position, ...cells] = records[index] ?? [];
    if (position !== String(index) || cells.length !== columns) {
      throw new IncompleteAnswer(`row ${index} of the answer is not about row ${index} of the request`);
    }
    const fault = cells.at(-1);
    return { text: `${kept},${csvRecord(cells)}${lineEnd}`, fault: fault === "" ? undefined : fault };
  });
}

async function parse(text: string): Promise<(readonly string[])[]> {
  async function* whole() {
    yield text;
  }
  const maxRecordCharacters = Number.POSITIVE_INFINITY;
  const records = (await Array.fromAsync(csvRecords(whole(), { maxRecordCharacters }))).flat();
  if (records.some(({ fault }) => fault !== undefined))
    throw new IncompleteAnswer("the answer is not a whole CSV text");
  return records.map(({ cells }) => cells);
}
