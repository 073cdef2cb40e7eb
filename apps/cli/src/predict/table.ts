// What flows from the input to the output, in any format.

/** One row of the input. */
export interface Row {
  /** The line of the input on which it begins, from 1. */
  readonly line: number;
  /** What is sent to the server, with its line ending; undefined if `fault` says why it is not sent. */
  readonly sent: string | undefined;
  readonly fault?: string;
  /** The row as it is written to the output, before what the answer adds. */
  readonly kept: string;
  /** NDJSON: the names in the row, which the answer's must not hide. */
  readonly names?: readonly string[];
}

/** One line of the output with its line ending; `fault` says why the row was not scored. */
export interface ScoredRow {
  readonly text: string;
  readonly fault: string | undefined;
}

/** The opened input: how its rows are sent, and how answers are written next to them. */
export interface Table {
  readonly mediaType: string;
  /** What every request begins with. */
  readonly requestHead: string;
  /** What the output begins with. */
  readonly outputHead: string;
  /** Columns so far that are not fields of the model; they are written to the output but never sent. */
  readonly unsent: ReadonlySet<string>;
  readonly rows: AsyncIterable<readonly Row[]>;
  /** @throws {IncompleteAnswer} if the answer does not have one row for each of `rows` */
  merge(rows: readonly Row[], answer: string): Promise<readonly ScoredRow[]>;
  /** The output of a row that was not scored. */
  refuse(row: Row, sentence: string): ScoredRow;
}

/** The answer broke off or belongs to other rows: send the request again. */
export class IncompleteAnswer extends Error {
  override name = "IncompleteAnswer";
}

/** The maximum length of one CSV record or NDJSON line. */
export const MAX_ROW_CHARACTERS = 1_048_576;

/** The answer's name, prefixed with `modelport_` as often as the input's own names require. */
export function freeName(name: string, taken: readonly string[]): string {
  return taken.includes(name) ? freeName(`modelport_${name}`, taken) : name;
}
