// Scores single rows that wait at the same time in one run, because a run costs more than its rows.
import type { Scored, ScoredRow } from "./scored.ts";

interface Waiting {
  readonly row: Float32Array;
  readonly resolve: (result: ScoredRow) => void;
  readonly reject: (reason: unknown) => void;
}

/** The maximum number of rows in one run, so that a run stays short. */
const MOST_ROWS = 256;

/**
 * Queues rows for `run`. A row that arrives while nothing is running is run at once. Rows that arrive during a run wait
 * for its end and then go together. After a run with several rows, the next row waits one event-loop turn, so that
 * requests that have already arrived can join it. A run that fails fails only the rows in it.
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
