// Ways to buy that cost less than list prices: Spot, and a commitment for a year.
import { type CostLine, type Price, type PriceBook } from "./cost.ts";
import { periodsOf } from "./capacity.ts";
import { SECONDS_PER_MONTH } from "./month.ts";
import type { RawSettings } from "./settings.ts";
import type { Workload } from "./workload.ts";

/** What a target makes of such a way. One with neither settings nor prices changes nothing, and its note says why. */
export interface Switch<Id extends string = string> {
  /** What it covers, as a sentence. */
  readonly note: string;
  /** The settings of a stack that buys this way. */
  settings?(raw: RawSettings): RawSettings;
  /** Ids of list prices, each with the id of the price that takes its place. */
  readonly prices?: Readonly<Partial<Record<Id, Id>>>;
}

export interface Switches<Id extends string = string> {
  /** Spare capacity that the vendor may take back. */
  readonly spot?: Switch<Id>;
  /** A commitment to a year of use, without a payment in advance. */
  readonly commitment?: Switch<Id>;
}

export type SwitchName = keyof Switches;
export const SWITCH_NAMES = ["spot", "commitment"] as const satisfies readonly SwitchName[];

/** The book with those prices in the places of others. An unknown one is not used, and neither is one above the list price. */
export function replacedPrices<P extends PriceBook>(book: P, prices: Switch["prices"] = {}): P {
  const replaced: Record<string, Price> = {};
  for (const [id, other] of Object.entries(prices)) {
    const [listed, instead] = [book[id], other === undefined ? undefined : book[other]];
    if (listed === undefined || instead === undefined || instead.isUnknown === true) continue;
    if (instead.usd < listed.usd) replaced[id] = { ...instead, name: listed.name };
  }
  return { ...book, ...replaced };
}

/**
 * The lines of `listed` with what a commitment covers at the unit prices of `discounted`, which has the same lines. It is for each
 * hour, and what an hour does not use is lost: it covers all of what is due without traffic, and of the rest as much as the
 * quietest hour uses.
 */
export function committedLines(
  listed: readonly CostLine[],
  discounted: readonly CostLine[],
  workload: Workload,
): readonly CostLine[] {
  const share = quietShare(workload);
  return listed.flatMap((line, index) => {
    const instead = discounted[index];
    if (instead === undefined || line.isUnknown === true || instead.unitPrice >= line.unitPrice) return [line];
    const covered = line.quantity * (line.recurrence === "fixed" ? 1 : share);
    if (covered === 0) return [line];
    const rest = line.quantity - covered;
    return [
      { ...instead, name: `${line.name}, committed`, quantity: covered, usdPerMonth: covered * instead.unitPrice },
      ...(rest > 0 ? [{ ...line, quantity: rest, usdPerMonth: rest * line.unitPrice }] : []),
    ];
  });
}

/** The share of a month's use that would be left if every hour had the traffic of the quietest one. */
function quietShare(workload: Workload): number {
  const { requestsPerMonth } = workload;
  if (requestsPerMonth === 0) return 1;
  const quietest = Math.min(...periodsOf(workload).map(({ requestsPerSecond }) => requestsPerSecond));
  return Math.min(1, (quietest * SECONDS_PER_MONTH) / requestsPerMonth);
}
