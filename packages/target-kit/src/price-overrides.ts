// Prices that replace list prices: a contract's, another region's, a course's.
import type { PriceBook } from "./cost.ts";
import { nearestKey } from "./nearest-key.ts";

/** USD for one unit of the price with that id. */
export type PriceOverrides = Readonly<Record<string, number>>;

/** Above any price; sums of greater numbers would not be finite. */
const MOST_USD = 1e9;

/** A price override that cannot be used; its message is one sentence. */
class PriceOverrideError extends Error {
  override readonly name = "PriceOverrideError";
}

/** `prices` with the overrides in their places, marked as the user's; `source` says where they are from. */
export function overridePrices<P extends PriceBook>(prices: P, overrides: PriceOverrides, source: string): P {
  const replaced: Record<string, P[string]> = {};
  for (const [id, usd] of Object.entries(overrides)) {
    const price = Object.hasOwn(prices, id) ? prices[id] : undefined;
    if (price === undefined) throw new PriceOverrideError(unknownId(id, Object.keys(prices)));
    if (!Number.isFinite(usd) || usd < 0 || usd > MOST_USD) {
      throw new PriceOverrideError(
        `The price ${id} is ${String(usd)}, but it must be a number of USD from 0 to ${MOST_USD} per ${price.unit}.`,
      );
    }
    const { isUnknown: _, ...known } = price;
    replaced[id] = { ...known, usd, source, grade: "own" } as P[string];
  }
  return { ...prices, ...replaced };
}

function unknownId(id: string, known: readonly string[]): string {
  const meant = nearestKey(id, known);
  const hint = meant === undefined ? "" : ` (did you mean ${meant}?)`;
  return `${id} is not a price of this target${hint}: the prices are ${known.toSorted().join(", ")}.`;
}
