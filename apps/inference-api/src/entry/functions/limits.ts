import type { EntryLimits } from "../server/entry-limits.ts";

/**
 * "Max uncompressed HTTP request size: 32MB. Max uncompressed HTTP response size: 10MB for streaming responses, 32MB for
 * non-streaming responses" (https://cloud.google.com/functions/quotas). A streamed answer also has a head, a last row that
 * says why it ends, and the lengths of its chunks.
 */
export const functionLimits: EntryLimits = {
  requestBytes: 32_000_000,
  streamBytes: 9_900_000,
  answerBytes: 32_000_000,
};
