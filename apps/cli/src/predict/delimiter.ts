// CSV with another delimiter, read and written by the one reader and writer for commas: where two characters change places
// throughout a text, its records are the same, with the two changed in their cells. So there is no second reader to differ.
import { csvRecord } from "@modelport/tabular-text";

/** What `--delimiter` takes, and the character that each stands for. */
export const DELIMITERS = { ",": ",", ";": ";", "|": "|", tab: "\t" } as const;
export type Delimiter = keyof typeof DELIMITERS;

/** How text with a delimiter goes in and out. */
export interface Delimited {
  /** Exchanges the delimiter and the comma. */
  readonly exchange: (text: string) => string;
  /** A record without its line end. */
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
