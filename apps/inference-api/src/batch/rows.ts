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
