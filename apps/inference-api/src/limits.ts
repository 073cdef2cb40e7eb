// The limits of the HTTP API that do not depend on the entry point (docs/reference/http-api.md).

/** The maximum size of the body of a single prediction. */
export const MAX_BODY_BYTES = 65_536;

/** The maximum length of one CSV record or NDJSON line. */
export const MAX_RECORD_CHARACTERS = 65_536;

/** While JSON with many rows is parsed, no other request is answered. */
const MAX_JSON_BYTES = 4 * 1024 * 1024;

/** The maximum size of JSON with many rows, if the entry point accepts batches of `batchBytes`. */
export function jsonLimitBytes(batchBytes: number): number {
  return Math.min(batchBytes, MAX_JSON_BYTES);
}

/**
 * How many rows are read and scored before other requests get their turn: the model needs well under a millisecond for
 * them, so a single prediction hardly waits.
 */
export const SLICE_ROWS = 256;
