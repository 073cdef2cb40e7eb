/** The maximum number of instances in one JSON request, which is parsed as a whole; NDJSON and CSV are streamed and have no such limit. */
export const MAX_INSTANCES = 10_000;
