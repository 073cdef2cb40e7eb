// Values as the reference pages show them.

/** A table; a cell may hold Markdown, and what would end a cell or begin a tag is escaped. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

function cell(text: string): string {
  // Every second part stands between backticks, where only the cell's end matters.
  const parts = text.replaceAll(/\s+/g, " ").trim().split("`");
  return parts
    .map((part, index) => (index % 2 === 1 ? part : part.replaceAll("<", "&lt;")))
    .join("`")
    .replaceAll("|", String.raw`\|`);
}

/** A list of terms with what is said of each, or a sentence where there is none. */
export function list(items: readonly (readonly [term: string, said: string])[], otherwise: string): string {
  return items.length === 0 ? otherwise : items.map(([term, said]) => `- **${term}**: ${said}`).join("\n");
}

const decimals = new Intl.NumberFormat("en-US", { maximumFractionDigits: 15 });

export type FactValue = string | number | boolean | null;

/** 10,240, yes, consistent; `null` as `absent` says. */
export function valueInWords(value: FactValue, absent: string): string {
  if (value === null) return absent;
  if (typeof value === "number") return decimals.format(value);
  if (typeof value === "boolean") return value ? "yes" : "no";
  return value;
}

/** 12.34, and 0.0000166667 where the first digit that counts is behind the cents. */
export function usd(amount: number): string {
  const digits = amount >= 0.01 || amount === 0 ? { minimumFractionDigits: 2 } : {};
  return amount.toLocaleString("en-US", { ...digits, maximumFractionDigits: 15 });
}
