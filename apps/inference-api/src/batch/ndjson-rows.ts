import { duplicateKey } from "@modelport/contracts";
import { MAX_RECORD_CHARACTERS, SLICE_ROWS, type SourceRow } from "./rows.ts";

/**
 * Slices of rows, one JSON object a line; blank lines are no rows, and a bad line is a fault of that row alone. What ends
 * the rows early comes behind all that were read, unless they are fewer than a slice: then it refuses the batch.
 */
export async function* ndjsonRows(chunks: AsyncIterable<string>): AsyncGenerator<SourceRow[]> {
  let slice: SourceRow[] = [];
  let begun = false;
  try {
    for await (const line of lines(chunks)) {
      const row = rowOf(line);
      if (!row) continue;
      slice.push(row);
      if (slice.length < SLICE_ROWS) continue;
      yield slice;
      slice = [];
      begun = true;
    }
  } catch (error) {
    if (begun && slice.length > 0) yield slice;
    throw error;
  }
  if (slice.length > 0) yield slice;
}

/** Lines, cut at MAX_RECORD_CHARACTERS + 1, so that an endless line takes no endless memory. */
async function* lines(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = "";
  for await (const chunk of chunks) {
    const parts = (rest + chunk).split("\n");
    rest = (parts.pop() ?? "").slice(0, MAX_RECORD_CHARACTERS + 1);
    yield* parts;
  }
  yield rest;
}

function rowOf(line: string): SourceRow | undefined {
  if (line.length > MAX_RECORD_CHARACTERS) {
    const detail = `The line has more than ${MAX_RECORD_CHARACTERS} characters.`;
    return { fault: { code: "invalid_json", detail } };
  }
  if (line.trim() === "") return undefined;
  try {
    const body: unknown = JSON.parse(line);
    const twice = duplicateKey(line, body);
    if (twice === undefined) return { body };
    const detail = `${JSON.stringify(twice.slice(0, 60))} stands twice in the line's object; send it once.`;
    return { fault: { code: "invalid_json", detail } };
  } catch {
    return { fault: { code: "invalid_json", detail: "The line is not JSON; send one JSON object a line." } };
  }
}
