// A logarithmic axis: where a value stands, and the powers of ten that it shows.

export interface LogScale {
  /** In pixels, to a tenth. */
  readonly at: (value: number) => number;
  /** The value that stands at `pixel`. */
  readonly value: (pixel: number) => number;
  /** Powers of ten within the domain. */
  readonly ticks: readonly number[];
}

type Span = readonly [first: number, last: number];

/** Both ends of the domain must be above 0. */
export function logScale(domain: Span, range: Span): LogScale {
  const [low, high] = [Math.log10(domain[0]), Math.log10(domain[1])];
  const perDecade = (range[1] - range[0]) / (high - low);
  const [firstTick, lastTick] = [Math.ceil(low - 1e-9), Math.floor(high + 1e-9)];
  return {
    at: (value) => tenths(range[0] + (Math.log10(value) - low) * perDecade),
    value: (pixel) => 10 ** (low + (pixel - range[0]) / perDecade),
    ticks: Array.from({ length: lastTick - firstTick + 1 }, (_, index) => 10 ** (firstTick + index)),
  };
}

export const tenths = (pixels: number): number => Math.round(pixels * 10) / 10;
