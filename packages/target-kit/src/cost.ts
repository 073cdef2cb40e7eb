// List prices as data, and the lines of a monthly estimate that follow from them.

/**
 * How well a price is known: `vendor` the vendor's own page, `catalog` a dated public copy of the vendor's price API,
 * `quoted` a verbatim quote of the vendor's page with a reading date, `secondary` a third party's figure, `unverified` general
 * knowledge, `own` no vendor sets it.
 */
export type PriceGrade = "vendor" | "catalog" | "quoted" | "secondary" | "unverified" | "own";

/** Where a figure is from. Dates are ISO dates; `effectiveFrom` is `null` if the source names none. */
export interface Evidence {
  readonly source: string;
  readonly grade: PriceGrade;
  readonly effectiveFrom: string | null;
  readonly readOn: string;
  /** What a reader of the number alone would get wrong. */
  readonly note?: string;
}

/** A list price. */
export interface Price extends Evidence {
  readonly name: string;
  /** What one unit is, e.g. `GB-second`. */
  readonly unit: string;
  readonly usd: number;
  readonly region: string;
  /** Nobody lists it, and the user has not given it yet: `usd` is 0, and what it multiplies is unknown. */
  readonly isUnknown?: true;
}

/** What a vendor gives away each month, in the unit of the price it reduces. */
export interface Allowance extends Evidence {
  readonly name: string;
  readonly unit: string;
  readonly quantity: number;
}

/** The prices of a target by id, e.g. `requests`; a user's price file has the same ids. */
export type PriceBook = Readonly<Record<string, Price>>;

/** Allowances by id, as `prices` are. */
export type Allowances = Readonly<Record<string, Allowance>>;

/**
 * One line of a monthly estimate; totals are always derived from the lines. A `fixed` line is due without traffic. A `usage`
 * line is zero without traffic, and never falls when requests grow.
 */
export interface CostLine {
  readonly name: string;
  readonly recurrence: "fixed" | "usage";
  readonly unit: string;
  readonly quantity: number;
  readonly unitPrice: number;
  readonly usdPerMonth: number;
  /** Of its price. */
  readonly grade: PriceGrade;
  readonly readOn: string;
  /** Its price is unknown: it costs something, but `unitPrice` and `usdPerMonth` are 0. Show it as unknown, and the total too. */
  readonly isUnknown?: true;
  readonly note?: string;
}

/** The line for `quantity` units a month that are due with or without traffic. */
export function fixedLine(price: Price, quantity: number): CostLine {
  return costLine("fixed", price, quantity);
}

/** The line for the `quantity` units that a month's traffic uses, less the vendor's free allowance. */
export function usageLine(price: Price, quantity: number, allowance?: Allowance): CostLine {
  return costLine("usage", price, Math.max(0, quantity - (allowance?.quantity ?? 0)));
}

function costLine(recurrence: CostLine["recurrence"], price: Price, quantity: number): CostLine {
  const { name, unit, usd, grade, readOn, isUnknown, note } = price;
  const line = { name, recurrence, unit, quantity, unitPrice: usd, usdPerMonth: quantity * usd, grade, readOn };
  // Estimates make millions of lines, most of which need no copy.
  if (isUnknown !== true && note === undefined) return line;
  return { ...line, ...(isUnknown === true && { isUnknown }), ...(note === undefined ? {} : { note }) };
}

/** The sum of the lines, in USD a month; without those whose price is unknown ({@link isTotalKnown}). */
export function totalUsdPerMonth(lines: readonly CostLine[]): number {
  return lines.reduce((total, line) => total + line.usdPerMonth, 0);
}

/** Whether the total has all of the lines: one whose price is unknown counts only if there is none of it. */
export function isTotalKnown(lines: readonly CostLine[]): boolean {
  return lines.every(({ isUnknown, quantity }) => isUnknown !== true || quantity === 0);
}
