// RFC 4180, read as it arrives: quoted cells, doubled quotes, line breaks in quotes, LF or CRLF.
import { indexOrEnd, recordAt } from "./csv-record.ts";

/** One record, and the line of the text, from 1, on which it begins. */
export interface CsvRecord {
  readonly cells: readonly string[];
  readonly line: number;
  /** Why this is not a record, in a sentence; `cells` is then its line, cut at each comma. */
  readonly fault?: string;
}

/** What a reader is told. */
export interface CsvOptions {
  /** The most characters of one record. */
  readonly maxRecordCharacters: number;
  /**
   * Whether cells that span several lines are a record, or lines that an unclosed quote ties together. By default they are
   * a record if there are as many as in the first record.
   */
  readonly fits?: (cells: readonly string[], first: readonly string[]) => boolean;
}

/**
 * The records of a CSV text that comes in pieces; a line without any character is not a record. A bad record never costs a
 * good one: it ends with its first line, and each line that its quote had swallowed is read again, as a record of its own.
 * Work grows with the text alone, not with the number of pieces.
 */
export async function* csvRecords(chunks: AsyncIterable<string>, options: CsvOptions): AsyncGenerator<CsvRecord[]> {
  const reader = new Reader(options);
  for await (const chunk of chunks) {
    const records = reader.add(chunk);
    if (records.length > 0) yield records;
  }
  const records = reader.end();
  if (records.length > 0) yield records;
}

class Reader {
  readonly #options: CsvOptions;
  /** The record that is not finished yet, as far as it was looked at. */
  #rest = "";
  /** What has arrived since. */
  #pieces: string[] = [];
  #arrived = 0;
  #line = 1;
  /** Lines that begin before this place in the text are records of their own: a quote had swallowed them. */
  #torn = 0;
  /** The rest of a line that is too long is being passed over. */
  #skipping = false;
  #first: readonly string[] | undefined;

  constructor(options: CsvOptions) {
    this.#options = options;
  }

  add(chunk: string): CsvRecord[] {
    this.#pieces.push(chunk);
    this.#arrived += chunk.length;
    return this.#mayBeFinished(chunk) ? this.#take(false) : [];
  }

  end(): CsvRecord[] {
    return this.#take(true);
  }

  /** An unfinished record is looked at again only if it has doubled: otherwise tiny pieces would cost its square. */
  #mayBeFinished(chunk: string): boolean {
    const length = this.#rest.length;
    if (this.#arrived >= length || length + this.#arrived > this.#options.maxRecordCharacters) return true;
    // The first line feed ends most records, and a client may be waiting for the answer to this one.
    return chunk.includes("\n") && !this.#rest.includes("\n");
  }

  #take(last: boolean): CsvRecord[] {
    const text = this.#rest + this.#pieces.join("");
    this.#pieces = [];
    this.#arrived = 0;
    const records: CsvRecord[] = [];
    const end = this.#read(text, last, records);
    this.#rest = text.slice(end);
    this.#torn = Math.max(0, this.#torn - end);
    return records;
  }

  /** Adds the records of `text` to `records`; the index behind the last. */
  #read(text: string, last: boolean, records: CsvRecord[]): number {
    let at = 0;
    // Searched again only when it is passed: from each line anew, a text without quotes would be searched to its end.
    let quote = indexOrEnd(text, '"', 0);
    while (at < text.length) {
      const lineEnd = indexOrEnd(text, "\n", at);
      if (this.#skipping) {
        this.#skipping = lineEnd === text.length;
        at = lineEnd + 1;
        continue;
      }
      if (quote < at) quote = indexOrEnd(text, '"', at);
      const next = this.#record({ text, at, lineEnd, last, quoted: quote < lineEnd }, records);
      if (next === undefined) break;
      at = next;
    }
    return Math.min(at, text.length);
  }

  /** Adds the record that begins at `at`; the index behind it, or undefined if its end has not arrived yet. */
  #record(place: Place, records: CsvRecord[]): number | undefined {
    const { text, at, lineEnd, last, quoted } = place;
    const most = this.#options.maxRecordCharacters;
    const isWhole = last || lineEnd < text.length;
    if (lineEnd - at > most) {
      this.#skipping = !isWhole;
      return this.#bad(place, `The row has more than ${most} characters.`, records);
    }
    if (quoted) return this.#quoted(place, records);
    if (!isWhole) return undefined;
    const line = withoutReturn(text.slice(at, lineEnd));
    if (line !== "") this.#push(line.split(","), records);
    this.#line += 1;
    return lineEnd + 1;
  }

  #quoted(place: Place, records: CsvRecord[]): number | undefined {
    const { text, at, lineEnd, last } = place;
    const alone = lineEnd < this.#torn;
    const most = this.#options.maxRecordCharacters;
    // No further than a record may reach: a quote that is not closed must not be searched to the end of a long text.
    const end = alone ? lineEnd : Math.min(text.length, at + most + 1);
    const found = recordAt(text.slice(at, end), alone || (last && end === text.length));
    if (!found) {
      if (text.length - at <= most) return undefined;
      return this.#broken(place, end, `The row has a quote that is not closed within ${most} characters.`, records);
    }
    if ("fault" in found) return this.#broken(place, at + found.at, found.fault, records);
    const spans = at + found.end > lineEnd + 1;
    if (spans && !this.#fits(found.cells)) {
      const fault =
        "The row has a quote that is not closed on its line, and with the next lines it is not a row either.";
      return this.#broken(place, at + found.end - 1, fault, records);
    }
    this.#push(found.cells, records);
    this.#line += spans ? lineFeeds(text, at, at + found.end) : 1;
    return at + found.end;
  }

  #fits(cells: readonly string[]): boolean {
    const { fits = (own, first) => own.length === first.length } = this.#options;
    return this.#first === undefined || fits(cells, this.#first);
  }

  /** A record that is found to be bad at `foundAt`, perhaps lines behind its first; that line is read as any other. */
  #broken(place: Place, foundAt: number, fault: string, records: CsvRecord[]): number | undefined {
    const { text, lineEnd, last } = place;
    if (lineEnd === text.length && !last) return undefined;
    this.#torn = Math.max(this.#torn, text.lastIndexOf("\n", foundAt - 1) + 1);
    return this.#bad(place, fault, records);
  }

  #bad({ text, at, lineEnd }: Place, fault: string, records: CsvRecord[]): number {
    records.push({ cells: withoutReturn(text.slice(at, lineEnd)).split(","), line: this.#line, fault });
    this.#line += 1;
    return lineEnd + 1;
  }

  #push(cells: readonly string[], records: CsvRecord[]): void {
    this.#first ??= cells;
    records.push({ cells, line: this.#line });
  }
}

/** Where a record begins, and what is known of its first line. */
interface Place {
  readonly text: string;
  readonly at: number;
  /** The index of the line feed, or the text's length. */
  readonly lineEnd: number;
  /** No more text will come. */
  readonly last: boolean;
  readonly quoted: boolean;
}

function lineFeeds(text: string, from: number, end: number): number {
  let count = 0;
  for (let at = text.indexOf("\n", from); at !== -1 && at < end; at = text.indexOf("\n", at + 1)) count += 1;
  return count;
}

function withoutReturn(line: string): string {
  return line.endsWith("\r") ? line.slice(0, -1) : line;
}
