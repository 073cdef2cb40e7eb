// CSV with another delimiter, using the reader and writer for commas. Swapping two characters throughout a text keeps
// its records, with the two swapped in their cells, so no second reader is needed.
import { csvRecord } from "@modelport/tabular-text";

/** The values of `--delimiter`, and their characters. */
export const DELIMITERS = { ",": ",", ";": ";", "|": "|", tab: "\t" } as const;
export type Delimiter = keyof typeof DELIMITERS;

/** Converts text with a delimiter on its way in and out. */
export interface Delimited {
  /** Swaps the delimiter and the comma. */
  readonly exchange: (text: string) => string;
  /** A record without its line ending. */
  readonly record: (cells: readonly (string | number | undefined)[]) => string;
  readonly character: string;
}

export function delimitedBy(delimiter: Delimiter): Delimited {
  const character = DELIMITERS[delimiter];
  if (character === ",") return { character, exchange: (text) => text, record: csvRecord };
  const either = new RegExp(`[,${character === "|" ? String.raw`\|` : character}]`, "g");
  const exchange = (text: string) => text.replaceAll(either, (found) => (found === "," ? character : ","));
  return {
    character,
    exchange,
    record: (cells) => exchange(csvRecord(cells.map((cell) => exchange(String(cell ?? ""))))),
  };
}
