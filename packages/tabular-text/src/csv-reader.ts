// RFC 4180, read as it arrives: quoted cells, doubled quotes, line breaks in quotes, LF or CRLF.

/** One record, and the line of the text, from 1, on which it begins. */
export interface CsvRecord {
  readonly cells: string[];
  readonly line: number;
}

/** The text is no CSV; the message is a sentence about it. */
export class CsvError extends Error {
  override name = "CsvError";
}

/**
 * The records of a CSV text that comes in pieces; a line without any character is no record.
 * @throws {CsvError} where a record has more than `maxRecordCharacters` or the last quote is not closed
 */
export async function* csvRecords(
  chunks: AsyncIterable<string>,
  maxRecordCharacters: number,
): AsyncGenerator<CsvRecord[]> {
  let rest = "";
  let line = 1;
  for await (const chunk of chunks) {
    const taken = takeRecords(rest + chunk, line, false);
    ({ rest, line } = taken);
    if (rest.length > maxRecordCharacters) throw tooLong(maxRecordCharacters);
    if (taken.records.length > 0) yield taken.records;
  }
  const { records } = takeRecords(rest, line, true);
  if (records.length > 0) yield records;
}

function tooLong(maxRecordCharacters: number): CsvError {
  return new CsvError(`A record has more than ${maxRecordCharacters} characters; is a quote not closed?`);
}

interface Taken {
  readonly records: CsvRecord[];
  readonly rest: string;
  /** Of the first character of `rest`. */
  readonly line: number;
}

function takeRecords(text: string, firstLine: number, last: boolean): Taken {
  const records: CsvRecord[] = [];
  let line = firstLine;
  let at = 0;
  // Looked for again only when it is passed: from each line anew, a text without quotes would be searched to its end.
  let quote = indexOrEnd(text, '"', 0);
  while (at < text.length) {
    const lineEnd = indexOrEnd(text, "\n", at);
    if (quote < at) quote = indexOrEnd(text, '"', at);
    if (quote > lineEnd || quote === text.length) {
      // No quote in this line: the common case, and a split is several times faster than looking at each character.
      if (lineEnd === text.length && !last) break;
      const plain = withoutReturn(text.slice(at, lineEnd));
      if (plain !== "") records.push({ cells: plain.split(","), line });
      line += 1;
      at = lineEnd + 1;
      continue;
    }
    const record = quotedRecord(text, at, last);
    if (!record) break;
    records.push({ cells: record.cells, line });
    line += lineFeeds(text, at, record.end);
    at = record.end;
  }
  return { records, rest: text.slice(at), line };
}

function indexOrEnd(text: string, searched: string, from: number): number {
  const index = text.indexOf(searched, from);
  return index === -1 ? text.length : index;
}

function lineFeeds(text: string, from: number, end: number): number {
  let count = 0;
  for (let at = text.indexOf("\n", from); at !== -1 && at < end; at = text.indexOf("\n", at + 1)) count += 1;
  return count;
}

function withoutReturn(line: string): string {
  return line.endsWith("\r") ? line.slice(0, -1) : line;
}

/** One record that starts at `start`; undefined where its end has not arrived yet. */
function quotedRecord(text: string, start: number, last: boolean): { cells: string[]; end: number } | undefined {
  const cells: string[] = [];
  let at = start;
  for (;;) {
    const cell = text[at] === '"' ? quotedCell(text, at, last) : plainCell(text, at, last);
    if (!cell) return undefined;
    cells.push(cell.value);
    if (text[cell.end] !== ",") return { cells, end: cell.end + 1 };
    at = cell.end + 1;
  }
}

/** `end` is the index of the comma or line feed behind the cell, or the text's length. */
interface Cell {
  readonly value: string;
  readonly end: number;
}

function plainCell(text: string, at: number, last: boolean): Cell | undefined {
  let end = at;
  while (end < text.length && text[end] !== "," && text[end] !== "\n") end += 1;
  if (end === text.length && !last) return undefined;
  const value = text.slice(at, end);
  return { value: text[end] === "," ? value : withoutReturn(value), end };
}

function quotedCell(text: string, at: number, last: boolean): Cell | undefined {
  let value = "";
  let from = at + 1;
  for (;;) {
    const quote = text.indexOf('"', from);
    if (quote === -1) {
      if (!last) return undefined;
      throw new CsvError("The last record has a quote that is not closed.");
    }
    value += text.slice(from, quote);
    if (text[quote + 1] === '"') {
      value += '"';
      from = quote + 2;
      continue;
    }
    // A quote at the very end of what has arrived may be the first half of a doubled one.
    const tail = plainCell(text, quote + 1, last);
    return tail && { value: value + tail.value, end: tail.end };
  }
}
