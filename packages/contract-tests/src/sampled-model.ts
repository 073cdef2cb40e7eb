// The rows of golden.json that differ most: enough for an entry point of an app that another one replays in full.
import type { Manifest } from "@modelport/contracts";
import type { ExpectedModel, GoldenRow } from "./endpoint.ts";

/**
 * `model` with fewer golden rows, in their order: the first and the last; of each numeric feature the rows with its smallest and
 * its largest value, of each other feature one row per value; of each score the smallest and the largest; and of a binary model
 * the rows on both sides of the threshold that are closest to it.
 */
export function sampledModel(model: ExpectedModel): ExpectedModel {
  const { manifest, golden } = model;
  const chosen = new Set([...ends(golden.rows), ...inputs(manifest, golden.rows), ...scores(manifest, golden.rows)]);
  return { manifest, golden: { ...golden, rows: golden.rows.filter((row) => chosen.has(row)) } };
}

function ends(rows: readonly GoldenRow[]): readonly GoldenRow[] {
  return [...rows.slice(0, 1), ...rows.slice(-1)];
}

function inputs({ features }: Manifest, rows: readonly GoldenRow[]): readonly GoldenRow[] {
  return features.flatMap(({ name, type }) =>
    type === "number" || type === "integer"
      ? extremes(rows, ({ instance }) => Number(instance[name]))
      : [...new Map(rows.map((row) => [row.instance[name], row])).values()],
  );
}

function scores({ output }: Manifest, rows: readonly GoldenRow[]): readonly GoldenRow[] {
  const [first] = rows;
  const each = [first?.score ?? []].flat().flatMap((_, index) => extremes(rows, (row) => scoreOf(row, index)));
  if (output.kind !== "binary") return each;
  const [below, above] = [
    rows.filter((row) => scoreOf(row) < output.threshold),
    rows.filter((row) => scoreOf(row) >= output.threshold),
  ];
  return [...each, ...extremes(below, scoreOf).slice(1), ...extremes(above, scoreOf).slice(0, 1)];
}

function scoreOf({ score }: GoldenRow, index = 0): number {
  return [score].flat()[index] ?? Number.NaN;
}

/** The rows with the smallest and the largest value; rows without the value do not count. */
function extremes(rows: readonly GoldenRow[], valueOf: (row: GoldenRow) => number): readonly GoldenRow[] {
  return ends(rows.filter((row) => !Number.isNaN(valueOf(row))).toSorted((a, b) => valueOf(a) - valueOf(b)));
}
