// Whose prices an estimate takes: where the team wants to be, and where its data must stay.
import { type Fact, oncePerObject, oncePerValue, type Target } from "@modelport/target-kit";
import type { Requirements } from "./requirements.ts";
import { isAllowed } from "./residency.ts";

export interface Place {
  readonly region: string;
  /** The target has no prices where they were wanted. */
  readonly isElsewhere: boolean;
}

/** The region of the prices. */
export function placeOf(target: Target, { region, residency = [] }: Requirements): Place {
  return placesOf(target)(residency.length === 0 ? region : [region, ...residency].join(" "));
}

/**
 * The region to deploy in: that of the prices, unless these are of elsewhere and the target has a region that is wanted by its name,
 * or in which data must stay.
 */
export function homeOf(target: Target, requirements: Requirements): string {
  const { region, isElsewhere } = placeOf(target, requirements);
  if (!isElsewhere) return region;
  const { region: wanted, residency = [] } = requirements;
  const { regions } = target.facts;
  const offered = Object.keys(regions?.value ?? {});
  if (residency.length === 0) return offered.includes(wanted) ? wanted : region;
  const allowed = offered.filter((each) => isThere(each, residency, regions));
  return allowed.find((each) => each.startsWith(wanted)) ?? allowed[0] ?? region;
}

/**
 * The first region whose name begins as wanted, among those in which data may stay; of those, any is better than none. A target
 * without prices for any is estimated where it has some.
 */
const placesOf = oncePerObject(({ pricesByRegion, facts }: Target) =>
  oncePerValue((asked: string): Place => {
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
