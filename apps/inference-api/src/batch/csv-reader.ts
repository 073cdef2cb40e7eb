// RFC 4180, read as it arrives: quoted cells, doubled quotes, line breaks in quotes, LF or CRLF.
import { BatchRefused, MAX_RECORD_CHARACTERS } from "./rows.ts";

/** The records of a CSV text that comes in pieces; a line without any character is no record. */
export async function* csvRecords(chunks: AsyncIterable<string>): AsyncGenerator<string[][]> {
  let rest = "";
  for await (const chunk of chunks) {
    const { records, next } = takeRecords(rest + chunk, false);
    rest = next;
    if (rest.length > MAX_RECORD_CHARACTERS) throw tooLong();
    if (records.length > 0) yield records;
  }
  const { records } = takeRecords(rest, true);
  if (records.length > 0) yield records;
}

function tooLong(): BatchRefused {
  const detail = `A record has more than ${MAX_RECORD_CHARACTERS} characters; is a quote not closed?`;
  return new BatchRefused({ code: "invalid_csv", detail });
}

function takeRecords(text: string, last: boolean): { records: string[][]; next: string } {
  const records: string[][] = [];
  let at = 0;
  while (at < text.length) {
    const lineEnd = text.indexOf("\n", at);
    const quote = text.indexOf('"', at);
    const end = lineEnd === -1 ? text.length : lineEnd;
    if (quote === -1 || quote > end) {
      // No quote in this line: the common case, and a split is several times faster than looking at each character.
      if (lineEnd === -1 && !last) break;
      const line = withoutReturn(text.slice(at, end));
      if (line !== "") records.push(line.split(","));
      at = end + 1;
      continue;
    }
    const record = quotedRecord(text, at, last);
    if (!record) break;
    records.push(record.cells);
    at = record.end;
  }
  return { records, next: text.slice(at) };
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
      throw new BatchRefused({ code: "invalid_csv", detail: "The last record has a quote that is not closed." });
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
