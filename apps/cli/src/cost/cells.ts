// Numbers and tables of cost reports.

export const usd = (amount: number): string => amount.toFixed(2);

export const number = (value: number): string => value.toLocaleString("en-US", { maximumSignificantDigits: 6 });

/** With a sign; "0.00" if the cents do not differ. */
export function signed(difference: number): string {
  const text = usd(Math.abs(difference));
  return text === "0.00" ? text : `${difference > 0 ? "+" : "-"}${text}`;
}

/** Numbers are on the right; `texts` are the other columns. */
export function markdownTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  texts: readonly number[] = [0],
): readonly string[] {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll("|", String.raw`\|`)).join(" | ")} |`;
  return [line(head), line(head.map((_, index) => (texts.includes(index) ? "---" : "---:"))), ...rows.map(line)];
}
