import type { Row, ScoredRow } from "./table.ts";

/** A row that was not scored; `row` counts the rows of data from 1, `line` the lines of the file. */
interface BadRow {
  readonly row: number;
  readonly line: number;
  readonly sentence: string;
}

/** What has been written so far. */
export interface Tally {
  readonly rows: number;
  readonly bad: number;
  /** The first MAX_BAD_ROWS of them. */
  readonly badRows: readonly BadRow[];
}

export const NOTHING_DONE: Tally = { rows: 0, bad: 0, badRows: [] };

const MAX_BAD_ROWS = 5;
const MAX_SENTENCE_CHARACTERS = 300;

/** The tally with one more chunk. */
export function tallied(before: Tally, rows: readonly Row[], results: readonly ScoredRow[]): Tally {
  let { bad } = before;
  const badRows = [...before.badRows];
  for (const [index, { fault }] of results.entries()) {
    if (fault === undefined) continue;
    bad += 1;
    if (badRows.length >= MAX_BAD_ROWS) continue;
    const sentence = fault.length > MAX_SENTENCE_CHARACTERS ? `${fault.slice(0, MAX_SENTENCE_CHARACTERS)}…` : fault;
    badRows.push({ row: before.rows + index + 1, line: rows[index]?.line ?? 0, sentence });
  }
  return { rows: before.rows + results.length, bad, badRows };
}
