// What flows from the input to the output, whatever its format.

/** One row of the input. */
export interface Row {
  /** On which line of the input it begins, from 1. */
  readonly line: number;
  /** What goes to the server, with its line end; undefined where `fault` says why nothing does. */
  readonly sent: string | undefined;
  readonly fault?: string;
  /** The row as it is written out, before what the answer adds. */
  readonly kept: string;
  /** NDJSON: the names in the row, which the answer's must not hide. */
  readonly names?: readonly string[];
}

/** One line of the output with its line end; `fault` says why the row was not scored. */
export interface ScoredRow {
  readonly text: string;
  readonly fault: string | undefined;
}

/** The input, opened: how its rows are sent, and how answers are written beside them. */
export interface Table {
  readonly mediaType: string;
  /** What every request begins with. */
  readonly requestHead: string;
  /** What the output begins with. */
  readonly outputHead: string;
  /** Columns that are no fields of the model so far; they are written out but never sent. */
  readonly unsent: ReadonlySet<string>;
  readonly rows: AsyncIterable<readonly Row[]>;
  /** @throws {IncompleteAnswer} where the answer is not one row for each of `rows` */
  merge(rows: readonly Row[], answer: string): Promise<readonly ScoredRow[]>;
  /** The output of a row that was not scored. */
  refuse(row: Row, sentence: string): ScoredRow;
}

/** The answer broke off or is about other rows: to be asked for again. */
export class IncompleteAnswer extends Error {
  override name = "IncompleteAnswer";
}

/** The most characters of one CSV record or NDJSON line that are read into memory. */
export const MAX_ROW_CHARACTERS = 1_048_576;

/** The answer's name, with `modelport_` before it as often as the input's own names ask for. */
export function freeName(name: string, taken: readonly string[]): string {
  return taken.includes(name) ? freeName(`modelport_${name}`, taken) : name;
}
