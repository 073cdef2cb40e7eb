// Where the cheaper of two changes, to the request: costs grow in steps, so that the point is searched and not solved for.

/** From `at` on, `above` is cheaper than `below`; just under it, it is not. */
export interface BreakEven {
  readonly at: number;
  readonly below: string;
  readonly above: string;
}

/** A cost in USD a month by requests a month. */
export interface CostCurve {
  readonly name: string;
  readonly usdAt: (requestsPerMonth: number) => number;
}

/** The most requests a month that are looked at. */
const MOST_REQUESTS = 1e11;
const STEPS_PER_DECADE = 16;

/** 0, 1, and 16 points in each decade up to the most. Two crossings between the same two points are not seen. */
const REQUEST_GRID: readonly number[] = [
  ...new Set([
    0,
    ...Array.from({ length: Math.log10(MOST_REQUESTS) * STEPS_PER_DECADE + 1 }, (_, step) =>
      Math.round(10 ** (step / STEPS_PER_DECADE)),
    ),
  ]),
];

/** A smaller share of the costs is a rounding error and not a difference. */
const LEAST_DIFFERENCE = 1e-12;

/** Every point at which the cheaper of the two changes, in rising order. */
export function breakEvens(a: CostCurve, b: CostCurve): readonly BreakEven[] {
  const cheaperAt = (requests: number): string | undefined => {
    const [ofA, ofB] = [a.usdAt(requests), b.usdAt(requests)];
    if (Math.abs(ofA - ofB) <= LEAST_DIFFERENCE * Math.max(ofA, ofB)) return undefined;
    return ofA < ofB ? a.name : b.name;
  };
  const found: BreakEven[] = [];
  let last: { readonly at: number; readonly name: string } | undefined;
  for (const requests of REQUEST_GRID) {
    const name = cheaperAt(requests);
    if (name === undefined) continue;
    if (last !== undefined && last.name !== name) {
      const at = firstWhere(last.at, requests, (each) => cheaperAt(each) === name);
      found.push({ at, below: last.name, above: name });
    }
    last = { at: requests, name };
  }
  return found;
}

/** A whole number above `fails` and at most `holds` for which `test` is true, and false just under it. */
export function firstWhere(fails: number, holds: number, test: (value: number) => boolean): number {
  let [below, above] = [fails, holds];
  while (Math.abs(above - below) > 1) {
    const middle = Math.trunc((below + above) / 2);
    if (test(middle)) above = middle;
    else below = middle;
  }
  return above;
}
