import { duplicateKey, shown } from "@modelport/contracts";
import { MAX_RECORD_CHARACTERS } from "../limits.ts";
import { inSlices, type SourceRow } from "./rows.ts";

/** Slices of rows, one JSON object per line. Blank lines are skipped, and a bad line is an error of that row alone. */
export function ndjsonRows(chunks: AsyncIterable<string>): AsyncGenerator<SourceRow[]> {
  return inSlices(rowsOf(chunks));
}

/** The rows of each group of lines, created one by one on demand. */
async function* rowsOf(chunks: AsyncIterable<string>): AsyncGenerator<Iterable<SourceRow>> {
  for await (const group of lines(chunks)) yield rowsIn(group);
}

function* rowsIn(group: readonly string[]): Generator<SourceRow> {
  for (const line of group) {
    const row = rowOf(line);
    if (row) yield row;
  }
}

/** Lines, cut at MAX_RECORD_CHARACTERS + 1, so that an endless line does not take endless memory. */
async function* lines(chunks: AsyncIterable<string>): AsyncGenerator<readonly string[]> {
  // Joined once, when the line ends: otherwise a line that arrives in many pieces would be copied with each of them.
  let pieces: string[] = [];
  let length = 0;
  const keep = (piece: string) => {
    if (length <= MAX_RECORD_CHARACTERS) pieces.push(piece.slice(0, MAX_RECORD_CHARACTERS + 1));
    length += piece.length;
  };
  for await (const chunk of chunks) {
    const end = chunk.lastIndexOf("\n");
    if (end === -1) {
      keep(chunk);
      continue;
    }
    yield (pieces.join("") + chunk.slice(0, end)).split("\n");
    [pieces, length] = [[], 0];
    keep(chunk.slice(end + 1));
  }
  yield [pieces.join("")];
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
    if (twice === undefined) return { body, characters: line.length };
    const detail = `${shown(twice)} appears twice in the object of this line; send it once.`;
    return { fault: { code: "invalid_json", detail } };
  } catch {
    return { fault: { code: "invalid_json", detail: "The line is not JSON; send one JSON object a line." } };
  }
}
