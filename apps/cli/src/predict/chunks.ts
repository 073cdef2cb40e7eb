import type { Row } from "./table.ts";

/** Rows that are sent together. */
export interface Chunk {
  readonly rows: readonly Row[];
  /** Bytes of the input that had been read when the chunk was complete. */
  readonly bytesRead: number;
}

/** Limits a chunk of long rows, so that its request is not too large for any server. */
const MAX_CHUNK_CHARACTERS = 8_388_608;

/** Cuts rows into chunks of `chunkRows`, skipping the first `skip` rows. */
export async function* chunksOf(
  source: AsyncIterable<readonly Row[]>,
  chunkRows: number,
  skip: number,
  bytesRead: () => number,
): AsyncGenerator<Chunk> {
  let toSkip = skip;
  let rows: Row[] = [];
  let characters = 0;
  for await (const slice of source) {
    for (const row of slice) {
      if (toSkip > 0) {
        toSkip -= 1;
        continue;
      }
      rows.push(row);
      characters += row.kept.length;
      if (rows.length < chunkRows && characters < MAX_CHUNK_CHARACTERS) continue;
      yield { rows, bytesRead: bytesRead() };
      rows = [];
      characters = 0;
    }
  }
  if (rows.length > 0) yield { rows, bytesRead: bytesRead() };
}
