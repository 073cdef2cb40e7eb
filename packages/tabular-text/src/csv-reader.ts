// Reads RFC 4180 as it arrives: quoted cells, doubled quotes, line breaks in quotes, LF or CRLF.
import { indexOrEnd, recordAt } from "./csv-record.ts";

/** One record, and the line of the text, from 1, on which it begins. */
export interface CsvRecord {
  readonly cells: readonly string[];
  readonly line: number;
  /** Why this is not a record, in a sentence; `cells` is then its line, split at each comma. */
  readonly fault?: string;
}

/** The options of a reader. */
export interface CsvOptions {
  /** The maximum length of one record. */
  readonly maxRecordCharacters: number;
  /**
   * Whether cells that span several lines are a record, and not lines joined by an unclosed quote. By default they are
   * a record if there are as many as in the first record.
   */
  readonly fits?: (cells: readonly string[], first: readonly string[]) => boolean;
}

/**
 * The records of a CSV text that arrives in pieces; an empty line is not a record. A bad record never costs a good one:
 * it ends with its first line, and each line that its quote had joined is read again as a separate record. The work
 * grows with the text, not with the number of pieces.
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
  /** The unfinished record, as far as it has been examined. */
  #rest = "";
  /** What has arrived since. */
  #pieces: string[] = [];
  #arrived = 0;
  #line = 1;
  /** Lines that begin before this position are separate records, because a quote had joined them. */
  #torn = 0;
  /** The rest of a line that is too long is being skipped. */
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

  /**
   * An unfinished record is examined again only once it has doubled: otherwise tiny pieces would take quadratic time.
   */
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

  /** Adds the records of `text` to `records`; returns the index after the last. */
  #read(text: string, last: boolean, records: CsvRecord[]): number {
    let at = 0;
    // Searched again only once it is passed: searching from each line would scan a text without quotes to its end every
    // time.
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

  /** Adds the record that begins at `at`; returns the index after it, or undefined if its end has not arrived yet. */
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
    // No further than a record may reach: the search for a missing closing quote must not scan a long text.
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

  /** A record that turns out to be bad at `foundAt`; lines after its first are read like any other. */
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
  /** The text is complete. */
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
