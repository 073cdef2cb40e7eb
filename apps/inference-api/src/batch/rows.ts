// What flows through a batch: slices of rows in, one result for each row out.
import type { ErrorCode, FieldProblem } from "@modelport/contracts";

/** Why a row has no answer. */
export interface RowFault {
  readonly code: ErrorCode;
  readonly detail: string;
  readonly errors?: readonly FieldProblem[];
}

/** One row as it was sent: what JSON.parse or the CSV reader made of it, or why it could not be read. */
export type SourceRow = { readonly body: unknown } | { readonly fault: RowFault };

/**
 * How many rows are read and scored before other requests get their turn: the model takes well under a millisecond for
 * as many, so that a single prediction hardly waits.
 */
export const SLICE_ROWS = 256;

/** How many groups a slice is made of at most: each is what came with one piece of the body, up to 64 KiB. */
const SLICE_GROUPS = 16;

/**
 * `groups` in slices of {@link SLICE_ROWS} rows, fewer where rows are long, the last with what is left. What ends the rows early comes behind all that
 * were read, unless they are fewer than a slice: then it refuses the batch.
 */
export async function* inSlices(groups: AsyncIterable<Iterable<SourceRow>>): AsyncGenerator<SourceRow[]> {
  let slice: SourceRow[] = [];
  let begun = false;
  let pieces = 0;
  try {
    for await (const rows of groups) {
      for (const row of rows) {
        slice.push(row);
        if (slice.length < SLICE_ROWS) continue;
        yield slice;
        slice = [];
        begun = true;
        pieces = 0;
      }
      if (slice.length === 0 || ++pieces < SLICE_GROUPS) continue;
      yield slice;
      slice = [];
      begun = true;
      pieces = 0;
    }
  } catch (error) {
    if (begun && slice.length > 0) yield slice;
    throw error;
  }
  if (slice.length > 0) yield slice;
}

/** The most characters of one CSV record or NDJSON line. */
export const MAX_RECORD_CHARACTERS = 65_536;

/** JSON is held in memory as a whole; what is streamed may have as many bytes as the door takes. */
const MAX_JSON_BYTES = 16 * 1024 * 1024;

/** The most bytes of JSON with many rows, where the door takes `doorBytes`. */
export function jsonLimitBytes(doorBytes: number): number {
  return Math.min(doorBytes, MAX_JSON_BYTES);
}

/** The whole batch cannot go on: too large, not UTF-8, a header that does not fit. */
export class BatchRefused extends Error {
  override name = "BatchRefused";
  readonly fault: RowFault;
  constructor(fault: RowFault) {
    super(fault.detail);
    this.fault = fault;
  }
}
