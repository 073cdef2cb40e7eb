// What a target costs for a workload, by the target's own `cost`, with the interval that the grades of its prices leave.
import {
  type CostLine,
  type CostOptions,
  isTotalKnown,
  leastLines,
  oncePerObject,
  oncePerValue,
  type PriceBook,
  type PriceGrade,
  type RawSettings,
  sharesOf,
  sumOfLines,
  type Target,
  totalUsdPerMonth,
} from "@modelport/target-kit";
import { placeOf } from "./place.ts";
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
  readonly spot?: boolean;
  readonly commitment?: boolean;
  /** The day, as an ISO date, whose dated prices apply. Default: that on which each target's facts were read. */
  readonly on?: string;
  /** What an hour of people's work costs; no estimate or score contains it. */
  readonly hourlyRateUsd?: number;
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

/** The settings of the stack that an estimate is for. */
export function settingsFor(target: Target, requirements: Requirements, options: EstimateOptions): RawSettings {
  return options.settings?.[target.name] ?? target.settingsFor(needsOf(requirements));
}

/** How many stacks of which settings so many services are. */
const sharesOnce = oncePerObject(({ sharing }: Target) =>
  oncePerObject((settings: RawSettings) =>
    oncePerValue((services: string) => sharesOf(settings, Number(services), sharing)),
  ),
);

function costOptions(target: Target, requirements: Requirements, options: EstimateOptions): CostOptions {
  const { region } = placeOf(target, requirements);
  const { priceBook, freeTier, spot, commitment, on } = options;
  const own = options.prices?.[target.name];
  return {
    region,
    ...(priceBook !== undefined && target.priceBooks.includes(priceBook) && { priceBook }),
    ...(freeTier !== undefined && { freeTier }),
    ...(spot !== undefined && { spot }),
    ...(commitment !== undefined && { commitment }),
    ...(on !== undefined && { on }),
    ...(own !== undefined && { prices: own }),
  };
}

/** The lines alone, for searches over many workloads. @throws {SettingsError} if the target's settings cannot hold the sizes */
export function linesOf(target: Target, requirements: Requirements, options: EstimateOptions): readonly CostLine[] {
  return linesWith(target, requirements, options, costOptions(target, requirements, options));
}

function linesWith(target: Target, requirements: Requirements, options: EstimateOptions, cost: CostOptions) {
  const settings = settingsFor(target, requirements, options);
  const workload = workloadOf(requirements);
  if (requirements.services === 1) return target.cost(workload, settings, cost);
  const shares = sharesOnce(target)(settings)(String(requirements.services));
  const sum = (under: (index: number) => CostOptions) =>
    sumOfLines(
      shares.map(({ settings: own, stacks, load }, index) => ({
        times: stacks,
        lines: target.cost({ ...workload, requestsPerMonth: load * workload.requestsPerMonth }, own, under(index)),
      })),
    );
  // An account has each allowance once: for what only the first stack has it is the first one's, and for the rest everybody's.
  const forFirst = sum((index) => (index === 0 ? cost : { ...cost, freeTier: false }));
  if (cost.freeTier !== true || shares.length === 1) return forFirst;
  return leastLines(
    forFirst,
    sum(() => ({ ...cost, allowanceShare: 1 / requirements.services })),
  );
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
    ...placeOf(target, requirements),
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
