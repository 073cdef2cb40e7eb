// Every list price of every target, with its query.
import type { Price, Target } from "@modelport/target-kit";
import type { PriceQuery, Queries } from "./query.ts";

export interface PriceRow {
  readonly target: string;
  readonly region: string;
  readonly id: string;
  readonly price: Price;
  readonly query: PriceQuery | undefined;
}

/** Without prices that no vendor sets. */
export function priceRows(targets: readonly Target[], queries: Readonly<Record<string, Queries>>): readonly PriceRow[] {
  return targets.flatMap(({ name, pricesByRegion }) =>
    Object.entries(pricesByRegion).flatMap(([region, prices]) =>
      Object.entries(prices)
        .filter(([, { grade }]) => grade !== "own")
        .map(([id, price]) => ({ target: name, region, id, price, query: queries[name]?.[id] })),
    ),
  );
}

export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
