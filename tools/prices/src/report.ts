// What people read of a comparison, and of the ages of prices.
import type { Compared, Comparison } from "./compare.ts";
import { daysBetween, type PriceRow } from "./price-rows.ts";

/** Lists are rounded to ten decimals, and sums of SKUs to less. */
const TOLERANCE = 0.0005;

export function comparisonLines({ compared, failures }: Comparison, rows: readonly PriceRow[], today: string) {
  const differing = compared.filter((row) => row.found.usd.length > 0 && !agrees(row));
  const missing = compared.filter(({ found }) => found.usd.length === 0);
  const byHand = rows.filter(({ query }) => query === undefined);
  return [
    ...section(
      "Prices that differ",
      table(
        ["target", "region", "price", "ours", "theirs", "per", "theirs is", "ours is from", "read on", "days ago"],
        differing.map(({ target, region, id, price, found }) => [
          target,
          region,
          id,
          price.isUnknown === true ? "?" : number(price.usd),
          found.usd.map(number).join(" or "),
          price.unit,
          found.source,
          price.source,
          price.readOn,
          String(daysBetween(price.readOn, today)),
        ]),
      ),
    ),
    ...section(
      "Not found under their query, which is wrong or outdated",
      missing.map(({ target, region, id }) => `${target} ${region} ${id}`),
    ),
    ...section("To be compared by hand", byHandLines(byHand)),
    ...failures,
    `${compared.length - differing.length - missing.length} prices agree, ${differing.length} differ, ${missing.length} were not found, ${byHand.length} are to be compared by hand, and ${rows.length - compared.length - byHand.length} could not be read. Nothing was changed.`,
  ];
}

function agrees({ price, found }: Compared): boolean {
  return found.usd.length === 1 && found.usd.every((usd) => Math.abs(usd - price.usd) <= TOLERANCE * usd);
}

function byHandLines(rows: readonly PriceRow[]): readonly string[] {
  // In another region, an unread price has the source of the first one after this.
  const bySource = Map.groupBy(rows, ({ price }) => price.source.replace(/^assumed to be as in [\w-]+: /, ""));
  return [...bySource].map(
    ([source, priced]) => `${[...new Set(priced.map(({ target, id }) => `${target} ${id}`))].join(", ")}: ${source}`,
  );
}

/** The oldest prices first. */
export function ageLines(rows: readonly PriceRow[], today: string): readonly string[] {
  const groups = Map.groupBy(rows, ({ price, target, region }) => [price.readOn, target, region].join("\n"));
  const sorted = [...groups].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return table(
    ["read on", "days ago", "target", "region", "prices"],
    sorted.map(([key, priced]) => {
      const [readOn = "", target = "", region = ""] = key.split("\n");
      return [readOn, String(daysBetween(readOn, today)), target, region, priced.map(({ id }) => id).join(", ")];
    }),
  );
}

const number = (usd: number) => String(Number(usd.toPrecision(8)));

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [`${title}:`, ...lines.map((line) => `  ${line}`), ""];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  if (rows.length === 0) return [];
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)));
  return [head, ...rows].map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}
