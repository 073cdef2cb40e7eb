// Numbers and tables of cost reports.
import { table } from "@modelport/advising";

export const usd = (amount: number): string => amount.toFixed(2);

export const number = (value: number): string => value.toLocaleString("en-US", { maximumSignificantDigits: 6 });

/** With a sign; "0.00" if the cents do not differ. */
export function signed(difference: number): string {
  const text = usd(Math.abs(difference));
  return text === "0.00" ? text : `${difference > 0 ? "+" : "-"}${text}`;
}

/** One line per row. Every column has numbers, except those of `texts`. */
export function markdownTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  texts: readonly number[] = [0],
): readonly string[] {
  return table(head, rows, (column) => !texts.includes(column)).split("\n");
}
