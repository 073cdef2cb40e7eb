// Where the cheapest of several targets changes.
import { type BreakEven, breakEvens, type CostCurve } from "../break-even.ts";

/** The break-evens at which no third target is cheaper than the two, in rising order. */
export function changesOfCheapest(curves: readonly CostCurve[]): readonly BreakEven[] {
  const cheapestAt = (requests: number) =>
    curves.reduce((best, each) => (each.usdAt(requests) < best.usdAt(requests) ? each : best)).name;
  return curves
    .flatMap((a, index) => curves.slice(index + 1).flatMap((b) => breakEvens(a, b)))
    .filter(({ at, below, above }) => cheapestAt(at) === above && cheapestAt(at - 1) === below)
    .toSorted((a, b) => a.at - b.at);
}
