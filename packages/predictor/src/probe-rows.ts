// Rows that differ from the known one in every feature, within what the manifest allows.
import type { Feature } from "@modelport/contracts";

/** The range of a number without bounds: large enough that even a small influence on another row's score is visible. */
const FAR = 1e30;

/** `count` different rows from the middle of all ranges, row-major. */
export function middleRows(features: readonly Feature[], count: number): Float32Array {
  const rows = new Float32Array(count * features.length);
  features.forEach((feature, column) => {
    const valueAt = middleValues(feature);
    for (let row = 0; row < count; row++) rows[row * features.length + column] = valueAt(spread(row, column));
  });
  return rows;
}

/** `count` rows at the ends of all ranges: four in a row contain all four extremes of a number. */
export function extremeRows(features: readonly Feature[], count: number): Float32Array {
  const rows = new Float32Array(count * features.length);
  features.forEach((feature, column) => {
    const values = extremeValues(feature);
    for (let row = 0; row < count; row++) {
      rows[row * features.length + column] = values[(row + column) % values.length] ?? 0;
    }
  });
  return rows;
}

/** The plastic number's additive recurrence spreads over [0, 1), and differs from column to column. */
function spread(row: number, column: number): number {
  return (0.5 + (row + 1) * 0.7548776662466927 + (column + 1) * 0.5698402909980532) % 1;
}

function middleValues(feature: Feature): (share: number) => number {
  if (feature.type === "categorical") return (share) => Math.floor(share * feature.categories.length);
  if (feature.type === "boolean") return (share) => Math.round(share);
  const [low, high] = usualRange(feature);
  const between = (share: number) => low + (high - low) * (0.25 + share / 2);
  if (feature.type === "number") return between;
  return (share) => Math.min(Math.max(Math.round(between(share)), Math.ceil(low)), Math.floor(high));
}

function extremeValues(feature: Feature): readonly number[] {
  if (feature.type === "categorical") return feature.categories.map((_, code) => code);
  if (feature.type === "boolean") return [1, 0];
  const [low, high] = usualRange(feature);
  const ends = [high, low, feature.maximum ?? FAR, feature.minimum ?? -FAR];
  return feature.type === "integer" ? ends.map((end, i) => (i % 2 === 0 ? Math.floor(end) : Math.ceil(end))) : ends;
}

/** The feature's own bounds or, without them, ten times as far from zero as its example. */
function usualRange({ minimum, maximum, example }: Extract<Feature, { type: "number" | "integer" }>): [number, number] {
  const reach = 10 * Math.max(1, Math.abs(example), Math.abs(minimum ?? 0), Math.abs(maximum ?? 0));
  return [minimum ?? (maximum ?? 0) - reach, maximum ?? (minimum ?? 0) + reach];
}
