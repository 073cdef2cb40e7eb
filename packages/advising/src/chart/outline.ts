// A cost curve as the corners of a line, fine enough that a step is drawn as a step.
import type { LogScale } from "./log-scale.ts";

export type Point = readonly [x: number, y: number];

interface Axes {
  readonly x: LogScale;
  readonly y: LogScale;
}

/** Pixels between the points that are always looked at. A step up and down again between two of them is not seen. */
const COLUMN = 2;
/** A rise that is narrower is drawn vertically. */
const NARROWEST = 0.1;
/** A corner that is nearer to the line without it is left out. */
const TOLERANCE = 0.2;

/** From `left` to `right` in pixels; costs below `floorUsd` stand on the floor. */
export function outline(
  usdAt: (requests: number) => number,
  { x, y }: Axes,
  { left, right, floorUsd }: { readonly left: number; readonly right: number; readonly floorUsd: number },
): readonly Point[] {
  const pointAt = (pixel: number): Point => [pixel, y.at(Math.max(floorUsd, usdAt(Math.round(x.value(pixel)))))];
  const columns = Array.from({ length: Math.floor((right - left) / COLUMN) + 1 }, (_, index) => left + index * COLUMN);
  const coarse = columns.map(pointAt);
  const fine = coarse.flatMap((point, index) => {
    const before = coarse[index - 1];
    return before === undefined ? [point] : [...between(before, point, pointAt), point];
  });
  return withoutStraight(fine);
}

/** What is needed between two points: nothing if they are at the same height, or else the narrow stretches in which it changes. */
function between(a: Point, b: Point, pointAt: (pixel: number) => Point): readonly Point[] {
  if (Math.abs(a[1] - b[1]) <= 1 || b[0] - a[0] <= NARROWEST) return [];
  const middle = pointAt((a[0] + b[0]) / 2);
  return [...between(a, middle, pointAt), middle, ...between(middle, b, pointAt)];
}

/** The points without which the line would be another one: https://en.wikipedia.org/wiki/Ramer–Douglas–Peucker_algorithm */
function withoutStraight(points: readonly Point[]): readonly Point[] {
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined || points.length < 3) return points;
  const distances = points.map((point) => distance(point, first, last));
  const farthest = distances.indexOf(Math.max(...distances));
  if ((distances[farthest] ?? 0) <= TOLERANCE) return [first, last];
  return [...withoutStraight(points.slice(0, farthest + 1)).slice(0, -1), ...withoutStraight(points.slice(farthest))];
}

/** Of a point from the line through two others. */
function distance([x, y]: Point, [ax, ay]: Point, [bx, by]: Point): number {
  return Math.abs((by - ay) * (x - ax) - (bx - ax) * (y - ay)) / Math.hypot(bx - ax, by - ay);
}
