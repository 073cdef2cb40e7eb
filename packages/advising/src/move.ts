// What changes for a team that moves a deployment from one target to another.
import { isTotalKnown, type Target } from "@modelport/target-kit";
import type { AdviceOptions } from "./advise.ts";
import { type Analysis, costCurve } from "./analysis.ts";
import { type BreakEven, breakEvens } from "./break-even.ts";
import { type Estimate, estimate } from "./estimate.ts";
import { type Rejection, rejectionsOf } from "./hard-rules.ts";

/** One name of a line or a quality on both sides; `undefined` where a side has none. */
interface Beside<T> {
  readonly name: string;
  readonly from: T | undefined;
  readonly to: T | undefined;
}

type Setting = Target["settings"][number];
type Inability = Target["facts"]["cannot"][number];

export interface Move {
  readonly from: Target;
  readonly to: Target;
  /** Why the first can no longer stay; empty if it could. */
  readonly forcedBy: readonly Rejection[];
  readonly estimates: { readonly from: Estimate; readonly to: Estimate };
  /** USD a month by line, for lines of the same name together. A line that costs nothing on both sides is left out. */
  readonly lines: readonly Beside<number>[];
  /** Qualities that differ. */
  readonly qualities: readonly Beside<string | number | boolean>[];
  /** What only the second cannot do. */
  readonly losses: readonly Inability[];
  /** Settings and outputs of the first that the second does not have. */
  readonly withoutCounterpart: { readonly settings: readonly Setting[]; readonly outputs: readonly string[] };
  /** Settings that both have, with other defaults. */
  readonly otherDefaults: readonly Beside<unknown>[];
  /** Settings that only the second has: further decisions of the team. */
  readonly decisions: readonly Setting[];
  /** Where the cheaper of the two changes; `undefined` if a price is unknown. */
  readonly breakEvens: readonly BreakEven[] | undefined;
}

/** For the requirements and options of `analysis`, whether or not a rule rejects one of the two. */
export function moveBetween(from: Target, to: Target, { requirements, basis }: Analysis): Move {
  const estimates = { from: estimate(from, requirements, basis), to: estimate(to, requirements, basis) };
  const areKnown = isTotalKnown(estimates.from.lines) && isTotalKnown(estimates.to.lines);
  const keysOf = (target: Target) => new Set(target.settings.map(({ key }) => key));
  const [before, after] = [keysOf(from), keysOf(to)];
  return {
    from,
    to,
    forcedBy: rejectionsOf(from.facts, requirements),
    estimates,
    lines: beside(usdByLine(estimates.from), usdByLine(estimates.to)),
    qualities: differing(qualitiesOf(from), qualitiesOf(to)),
    losses: to.facts.cannot.filter(({ what }) => from.facts.cannot.every((each) => each.what !== what)),
    withoutCounterpart: {
      settings: from.settings.filter(({ key }) => !after.has(key)),
      outputs: Object.keys(from.outputs).filter((name) => !Object.hasOwn(to.outputs, name)),
    },
    otherDefaults: differing(defaultsOf(from, after), defaultsOf(to, before)),
    decisions: to.settings.filter(({ key }) => !before.has(key)),
    breakEvens: areKnown ? crossings(from, to, requirements, basis) : undefined,
  };
}

const crossings = (from: Target, to: Target, requirements: Analysis["requirements"], basis: AdviceOptions) =>
  breakEvens(costCurve(from, requirements, basis), costCurve(to, requirements, basis));

function usdByLine({ lines }: Estimate): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const { name, usdPerMonth } of lines) {
    if (usdPerMonth > 0) sums.set(name, (sums.get(name) ?? 0) + usdPerMonth);
  }
  return sums;
}

const qualitiesOf = ({ facts }: Target) =>
  new Map(Object.entries(facts.qualities).map(([name, { value }]) => [name, value]));

const defaultsOf = ({ settings }: Target, shared: ReadonlySet<string>) =>
  new Map(settings.filter(({ key }) => shared.has(key)).map(({ key, default: value }) => [key, value]));

/** Every name of the two, those of the first first. */
function beside<T>(from: ReadonlyMap<string, T>, to: ReadonlyMap<string, T>): readonly Beside<T>[] {
  return [...new Set([...from.keys(), ...to.keys()])].map((name) => ({ name, from: from.get(name), to: to.get(name) }));
}

const differing = <T>(from: ReadonlyMap<string, T>, to: ReadonlyMap<string, T>): readonly Beside<T>[] =>
  beside(from, to).filter(({ from: a, to: b }) => JSON.stringify(a) !== JSON.stringify(b));
