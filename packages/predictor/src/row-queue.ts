// Single rows that wait for the model at the same time are scored in one run: a run costs more than the rows in it.
import type { Scored, ScoredRow } from "./scored.ts";

interface Waiting {
  readonly row: Float32Array;
  readonly resolve: (result: ScoredRow) => void;
  readonly reject: (reason: unknown) => void;
}

/** The most rows of one run, so that a crowd does not make one run long. */
const MOST_ROWS = 256;

/**
 * Queues rows for `run`. A lone row is run at once and pays nothing; rows that arrive while a run is under way wait for
 * its end and then go together. Behind a run of several rows the next one waits for its like until the event loop has read
 * what has arrived: else it would go alone, ahead of all that stand behind it. A run that fails fails the rows in it, and
 * no others.
 */
export function rowQueue(columns: number, run: (rows: Float32Array) => Promise<Scored>) {
  let waiting: Waiting[] = [];
  let running = false;
  let crowded = false;

  async function drain(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting.splice(0, MOST_ROWS);
      crowded = batch.length > 1;
      try {
        const scored = await run(joined(batch, columns));
        batch.forEach(({ resolve }, index) => resolve({ scored, index }));
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    running = false;
  }

  return (row: Float32Array): Promise<ScoredRow> =>
    new Promise((resolve, reject) => {
      waiting.push({ row, resolve, reject });
      if (running) return;
      running = true;
      if (crowded) setImmediate(() => void drain());
      else void drain();
    });
}

function joined(batch: readonly Waiting[], columns: number): Float32Array {
  const [first] = batch;
  if (first && batch.length === 1) return first.row;
  const rows = new Float32Array(batch.length * columns);
  batch.forEach(({ row }, index) => rows.set(row, index * columns));
  return rows;
}
