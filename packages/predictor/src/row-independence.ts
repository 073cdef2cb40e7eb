// Requests of different callers share a run, so a model in which one row's score depends on the others must not be
// served. For the choice of comparisons see docs/adr/0028-rows-are-independent.md.
import { ModelError } from "./model-directory.ts";
import type { Predictor } from "./predictor.ts";
import type { Scored } from "./scored.ts";
import { extremeRows, middleRows } from "./probe-rows.ts";
import { whyRunFails } from "./failing-run.ts";

/** Rows of a run, and sets of neighbors. Thirty-two rows reveal what happens for one value in a hundred. */
const FULL_RUN = { rows: 32, neighborhoods: 1 };
const RUNS = [FULL_RUN, { rows: 3, neighborhoods: 2 }, { rows: 2, neighborhoods: 1 }];

/** Every fourth row, or every second or third one of a short run, stays while the others change. */
const MOST_GROUPS = 4;
const MOST_ATTEMPTS = 6;

/** How many rows are also scored alone. */
const ALONE = 3;

/** For another number of rows, kernels add in another order; measured: up to 4.2e-6 of the largest value in the run. */
const RELATIVE_TOLERANCE = 1e-4;

/**
 * Scores rows alone, twice, and among others, in several numbers, places and neighborhoods.
 * @throws {ModelError} if a row's score depends on its neighbors, on their number or on chance, or if a run fails
 */
export async function checkRowIndependence(predictor: Predictor, known: Float32Array): Promise<void> {
  const { columns, model } = predictor;
  const first = firstRows(predictor, known);
  const extreme = extremeRows(model.manifest.features, FULL_RUN.rows + 2 * MOST_ATTEMPTS);
  const alone: Scored[] = [];
  for (let row = 0; row < ALONE; row++) {
    alone.push(await score(predictor, first.slice(row * columns, (row + 1) * columns)));
  }
  for (const { rows, neighborhoods } of RUNS) {
    const run = first.slice(0, rows * columns);
    const reference = await score(predictor, run);
    if (rows === FULL_RUN.rows) expectSame(reference, await score(predictor, run), () => true, UNSTEADY);
    expectClose(predictor, alone.slice(0, rows), reference);
    const groups = Math.min(rows, MOST_GROUPS);
    for (let attempt = 0; attempt < groups * neighborhoods; attempt++) {
      const isKept = (row: number) => row % groups === attempt % groups;
      // Starts at another row each time, so that the neighbors are at other ends of their ranges.
      const among = extreme.slice(2 * attempt * columns, (2 * attempt + rows) * columns);
      for (let row = attempt % groups; row < rows; row += groups) {
        among.set(run.subarray(row * columns, (row + 1) * columns), row * columns);
      }
      expectSame(reference, await score(predictor, among), isKept, MIXED);
    }
  }
}

/** The known row at every third place, with rows from the middle of all ranges between. */
function firstRows({ columns, model }: Predictor, known: Float32Array): Float32Array {
  const rows = middleRows(model.manifest.features, FULL_RUN.rows);
  for (let row = 0; row < FULL_RUN.rows; row += 3) rows.set(known, row * columns);
  return rows;
}

interface Difference {
  readonly expected: number | undefined;
  readonly found: number | undefined;
  readonly place: string;
}

const REMEDY =
  "Requests of different callers share a run, so a row must be scored for itself: export the model in inference mode " +
  "(model.eval()), keep softmax, mean, cumulative sum and sorting off axis 0, and quantize statically or not at all.";

const MIXED = ({ expected, found, place }: Difference) =>
  `The model's score of a row depends on the other rows of the run: ${expected} beside some, ${found} beside others ` +
  `(${place}). ${REMEDY}`;

const UNSTEADY = ({ expected, found, place }: Difference) =>
  `The model scores the same rows ${expected} and then ${found} (${place}): it draws random numbers, or changes while it ` +
  "scores, so export it in inference mode (model.eval()), without dropout and Random nodes.";

const COUNTED = ({ expected, found, place }: Difference) =>
  `The model scores the same row ${expected} alone and ${found} among others (${place}). ${REMEDY}`;

/** The same number of rows takes the same path through the kernels, so all bits must be equal. */
function expectSame(
  reference: Scored,
  found: Scored,
  isKept: (row: number) => boolean,
  sentence: (difference: Difference) => string,
): void {
  for (const [name, values] of outputsOf(reference)) {
    const others = found[name] as Float32Array;
    const width = values.length / reference.count;
    for (let row = 0; row < reference.count; row++) {
      if (!isKept(row)) continue;
      for (let i = row * width; i < (row + 1) * width; i++) {
        if (Object.is(values[i], others[i])) continue;
        const place = placeOf(name, row, reference.count);
        throw new ModelError(sentence({ expected: values[i], found: others[i], place }));
      }
    }
  }
}

/** Another number of rows may be rounded differently, but no more than that. */
function expectClose({ model }: Predictor, alone: readonly Scored[], among: Scored): void {
  for (const [name, run] of outputsOf(among)) {
    const allowed = Math.max(model.manifest.selfCheck.tolerance, RELATIVE_TOLERANCE * largestOf(run));
    const width = run.length / among.count;
    for (let i = 0; i < alone.length * width; i++) {
      const row = Math.floor(i / width);
      const expected = alone[row]?.[name]?.[i % width] ?? Number.NaN;
      const found = run[i] ?? Number.NaN;
      if (!(Math.abs(expected - found) > allowed)) continue;
      throw new ModelError(COUNTED({ expected, found, place: placeOf(name, row, among.count) }));
    }
  }
}

function outputsOf(scored: Scored): ["score" | "logit" | "contributions" | "terms", Float32Array][] {
  const names = ["score", "logit", "contributions", "terms"] as const;
  return names.flatMap((name) => (scored[name] ? [[name, scored[name]]] : []));
}

function placeOf(name: string, row: number, rows: number): string {
  return `${name}, row ${row + 1} of ${rows}`;
}

function largestOf(values: Float32Array): number {
  let largest = 0;
  for (let i = 0; i < values.length; i++) {
    const size = Math.abs(values[i] ?? 0);
    if (size > largest && size < Infinity) largest = size;
  }
  return largest;
}

async function score(predictor: Predictor, rows: Float32Array): Promise<Scored> {
  try {
    return await predictor.predict(rows, predictor.explains);
  } catch (error) {
    throw new ModelError(await whyRunFails(predictor, rows, (error as Error).message));
  }
}
