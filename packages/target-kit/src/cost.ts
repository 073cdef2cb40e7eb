// List prices as data, and the lines of a monthly estimate that follow from them.

/**
 * How well a price is known: `vendor` the vendor's own page, `quoted` a verbatim quote of it with a reading date,
 * `secondary` somebody else's figure, `unverified` general knowledge, `own` no vendor sets it.
 */
export type PriceGrade = "vendor" | "quoted" | "secondary" | "unverified" | "own";

/** A list price. Dates are ISO dates; `effectiveFrom` is `null` where the source names none. */
export interface Price {
  readonly name: string;
  /** What one unit is, e.g. `GB-second`. */
  readonly unit: string;
  readonly usd: number;
  readonly region: string;
  readonly source: string;
  readonly grade: PriceGrade;
  readonly effectiveFrom: string | null;
  readonly readOn: string;
  /** What a reader of the number alone would get wrong. */
  readonly note?: string;
}

/** One line of a monthly estimate; a total is always derived from the lines. */
export interface CostLine {
  readonly name: string;
  readonly unit: string;
  readonly quantity: number;
  readonly unitPrice: number;
  readonly usdPerMonth: number;
  readonly note?: string;
}

/** The line for `quantity` units a month of something that has a list price. */
export function costLine(price: Price, quantity: number): CostLine {
  return {
    name: price.name,
    unit: price.unit,
    quantity,
    unitPrice: price.usd,
    usdPerMonth: quantity * price.usd,
    ...(price.note === undefined ? {} : { note: price.note }),
  };
}

/** The sum of the lines, in USD a month. */
export function totalUsdPerMonth(lines: readonly CostLine[]): number {
  return lines.reduce((total, line) => total + line.usdPerMonth, 0);
}
