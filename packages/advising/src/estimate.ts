// What a target costs for a workload, by the target's own `cost`, with the interval that the grades of its prices leave.
import {
  type CostLine,
  type CostOptions,
  isTotalKnown,
  oncePerObject,
  oncePerText,
  type PriceBook,
  type PriceGrade,
  type RawSettings,
  type Target,
  totalUsdPerMonth,
} from "@modelport/target-kit";
import { type Requirements, needsOf, workloadOf } from "./requirements.ts";

/**
 * How far a price may be from the true one, as a share of it, by its grade. These are judgments and not measurements: a vendor's
 * own price is exact, a quote may be out of date, and what is generally known is often a price of another year or region.
 */
const GRADE_MARGIN: Readonly<Record<PriceGrade, number>> = {
  own: 0,
  vendor: 0,
  catalog: 0.02,
  quoted: 0.05,
  secondary: 0.15,
  unverified: 0.4,
};

/** The user's prices by target, then by price id. */
export type PricesByTarget = Readonly<Record<string, Readonly<Record<string, number>>>>;

export interface EstimateOptions {
  readonly prices?: PricesByTarget;
  readonly freeTier?: boolean;
  /** Use the price book of this name where a target has it. */
  readonly priceBook?: string;
  /** Settings by target that take the place of those for the sizes. */
  readonly settings?: Readonly<Record<string, RawSettings>>;
}

export interface Estimate {
  readonly usdPerMonth: number;
  /** The total with every price at the low and at the high end of its grade's margin. */
  readonly lowUsd: number;
  readonly highUsd: number;
  /** If false, a price is unknown and the total is a lower bound. */
  readonly isKnown: boolean;
  readonly lines: readonly CostLine[];
  /** Whose prices these are; `isElsewhere` if the target has none where they were wanted. */
  readonly region: string;
  readonly isElsewhere: boolean;
}

/** The options with the settings of every target, which do not depend on the traffic: for searches over it. */
export function withSettings(
  targets: readonly Target[],
  requirements: Requirements,
  options: EstimateOptions,
): EstimateOptions {
  const settings = targets.map((target) => [target.name, settingsOf(target, requirements, options)] as const);
  return { ...options, settings: Object.fromEntries(settings) };
}

/** The settings of the stack that an estimate is for. */
function settingsOf(target: Target, requirements: Requirements, options: EstimateOptions): RawSettings {
  return options.settings?.[target.name] ?? target.settingsFor(needsOf(requirements));
}

interface Place {
  readonly region: string;
  readonly isElsewhere: boolean;
}

/** The first region whose name begins as wanted. A target without any is estimated where it has prices. */
const placesOf = oncePerObject(({ pricesByRegion }: Target) =>
  oncePerText((wanted: string): Place => {
    const regions = Object.keys(pricesByRegion);
    const [first = ""] = regions;
    const found = regions.find((region) => region === wanted) ?? regions.find((region) => region.startsWith(wanted));
    // A price list of one region that is no vendor's, such as that of one's own machines, is the same everywhere.
    const isEverywhere = regions.length === 1 && !/-/.test(first);
    return { region: found ?? first, isElsewhere: found === undefined && !isEverywhere };
  }),
);

function costOptions(target: Target, requirements: Requirements, options: EstimateOptions): CostOptions {
  const { region } = placesOf(target)(requirements.region);
  const { priceBook, freeTier } = options;
  const own = options.prices?.[target.name];
  return {
    region,
    ...(priceBook !== undefined && target.priceBooks.includes(priceBook) && { priceBook }),
    ...(freeTier !== undefined && { freeTier }),
    ...(own !== undefined && { prices: own }),
  };
}

/** The lines alone, for searches over many workloads. @throws {SettingsError} if the target's settings cannot hold the sizes */
export function linesOf(target: Target, requirements: Requirements, options: EstimateOptions): readonly CostLine[] {
  return linesWith(target, requirements, options, costOptions(target, requirements, options));
}

function linesWith(target: Target, requirements: Requirements, options: EstimateOptions, cost: CostOptions) {
  return target.cost(workloadOf(requirements), settingsOf(target, requirements, options), cost);
}

/** `lines` are those of {@link linesOf}, for callers that have them. @throws {SettingsError} if the settings cannot hold the sizes */
export function estimate(
  target: Target,
  requirements: Requirements,
  options: EstimateOptions,
  lines: readonly CostLine[] = linesOf(target, requirements, options),
): Estimate {
  const own = costOptions(target, requirements, options);
  const margins = marginsOf(
    own.priceBook === undefined
      ? (target.pricesByRegion[own.region ?? ""] ?? target.prices)
      : target.pricesOf(own.priceBook),
  );
  const totalAt = (margin: PriceOverrides) => {
    const prices = own.prices === undefined ? margin : { ...margin, ...own.prices };
    return totalUsdPerMonth(linesWith(target, requirements, options, { ...own, prices }));
  };
  return {
    usdPerMonth: totalUsdPerMonth(lines),
    lowUsd: totalAt(margins.low),
    highUsd: totalAt(margins.high),
    isKnown: isTotalKnown(lines),
    lines,
    ...placesOf(target)(requirements.region),
  };
}

type PriceOverrides = NonNullable<CostOptions["prices"]>;

/** Every known price at both ends of its margin. */
const marginsOf = oncePerObject((prices: PriceBook) => {
  const known = Object.entries(prices).filter(([, { isUnknown }]) => isUnknown !== true);
  const at = (side: -1 | 1): PriceOverrides =>
    Object.fromEntries(known.map(([id, { usd, grade }]) => [id, usd * (1 + side * GRADE_MARGIN[grade])]));
  return { low: at(-1), high: at(1) };
});

/** The latest date on which a price of the estimate was read. */
export function pricesReadOn(target: Target, region: string): string {
  const dates = Object.values(target.pricesByRegion[region] ?? target.prices).map(({ readOn }) => readOn);
  return dates.toSorted().at(-1) ?? "";
}
