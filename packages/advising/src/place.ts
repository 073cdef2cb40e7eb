// Whose prices an estimate takes: where the team wants to be, and where its data must stay.
import { type Fact, oncePerObject, oncePerText, type Target } from "@modelport/target-kit";
import type { Requirements } from "./requirements.ts";
import { isAllowed } from "./residency.ts";

export interface Place {
  readonly region: string;
  /** The target has no prices where they were wanted. */
  readonly isElsewhere: boolean;
}

/** The region of the prices. */
export function placeOf(target: Target, { region, residency = [] }: Requirements): Place {
  return placesOf(target)([region, ...residency].join(" "));
}

/**
 * The first region whose name begins as wanted, among those in which data may stay; of those, any is better than none. A target
 * without prices for any is estimated where it has some.
 */
const placesOf = oncePerObject(({ pricesByRegion, facts }: Target) =>
  oncePerText((asked: string): Place => {
    const [wanted = "", ...residency] = asked.split(" ");
    const priced = Object.keys(pricesByRegion);
    const regions = residency.length === 0 ? priced : priced.filter((each) => isThere(each, residency, facts.regions));
    const begins = regions.find((each) => each === wanted) ?? regions.find((each) => each.startsWith(wanted));
    const found = begins ?? (residency.length === 0 ? undefined : regions[0]);
    const [first = ""] = priced;
    // A price list whose only region is not a vendor's, such as that of your own machines, applies everywhere.
    const isEverywhere = priced.length === 1 && !/-/.test(first);
    return { region: found ?? first, isElsewhere: found === undefined && !isEverywhere };
  }),
);

function isThere(
  region: string,
  residency: readonly string[],
  regions: Fact<Readonly<Record<string, string>> | null> | undefined,
) {
  const country = regions?.value?.[region];
  return country !== undefined && isAllowed(country, residency);
}
