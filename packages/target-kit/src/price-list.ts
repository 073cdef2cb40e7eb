// Makers of prices and allowances, so that a target's list says only what differs from row to row.
import type { Allowance, Evidence, Price, PriceBook, PriceGrade } from "./cost.ts";

/** Where and when a list was read; a row may have dates of its own. */
export interface ListOrigin {
  readonly region: string;
  readonly readOn: string;
}

type Dates = "readOn" | "effectiveFrom";
type Row<T extends Evidence> = Omit<T, Dates | "region"> & Partial<Pick<T, Dates>>;

/** The makers of the rows of one region's list. */
export function priceList({ region, readOn }: ListOrigin) {
  return {
    price: (row: Row<Price>): Price => ({ effectiveFrom: null, readOn, region, ...row }),
    allowance: (row: Row<Allowance>): Allowance => ({ effectiveFrom: null, readOn, ...row }),
  } as const;
}

/** What differs in another region. */
export type RegionalRow = Pick<Price, "usd" | "source" | "grade"> & Partial<Pick<Price, Dates | "note">>;

/** The list of another region: the rows of `read`, and for the others the price of `base`, graded as unverified. */
export function elsewhere<P extends PriceBook>(
  base: P,
  { region, readOn, read }: ListOrigin & { readonly read: { readonly [Id in keyof P]?: RegionalRow } },
): P {
  const prices = Object.entries(base).map(([id, price]): [string, Price] => {
    const row = read[id];
    if (row !== undefined) return [id, { ...price, effectiveFrom: null, readOn, region, ...row }];
    const source = `assumed to be as in ${price.region}: ${price.source}`;
    return [id, { ...price, region, source, grade: price.grade === "own" ? "own" : "unverified" }];
  });
  return Object.fromEntries(prices) as P;
}

/** What a commitment leaves of a list price, and how well that is known. */
export interface Discount extends Pick<Evidence, "source" | "grade" | "readOn"> {
  readonly share: number;
}

const BEST_TO_WORST: readonly PriceGrade[] = ["own", "vendor", "catalog", "quoted", "secondary", "unverified"];

/** The price under a commitment; it is known as well as the worse known of the two. */
export function committed(price: Price, { share, source, grade, readOn }: Discount): Price {
  const isWorse = BEST_TO_WORST.indexOf(grade) > BEST_TO_WORST.indexOf(price.grade);
  return {
    ...price,
    name: `${price.name}, committed`,
    usd: price.usd * share,
    grade: isWorse ? grade : price.grade,
    source: `${Number((share * 100).toFixed(1))} % of the price without it: ${source}`,
    readOn,
    effectiveFrom: null,
  };
}

/** What a discount leaves of the prices that it covers. `covered` has the id of each, and that of what is left of it. */
export function committedPrices<Id extends string, Own extends string>(
  list: Readonly<Record<NoInfer<Id>, Price>>,
  covered: Readonly<Record<Id, Own>>,
  discount: Discount,
): Readonly<Record<Own, Price>> {
  const rows = (Object.keys(covered) as Id[]).map((id) => [covered[id], committed(list[id], discount)] as const);
  return Object.fromEntries(rows) as Record<Own, Price>;
}
