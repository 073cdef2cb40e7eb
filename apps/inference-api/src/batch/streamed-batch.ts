import type { Context } from "hono";
import type { AppDependencies, AppEnv } from "../app.ts";
import type { Preflight } from "../preflight.ts";
import { refuse } from "../refuse.ts";
import { csvRows } from "./csv-rows.ts";
import { ndjsonRows } from "./ndjson-rows.ts";
import { BatchRefused, type SourceRow } from "./rows.ts";
import { scoreSlice } from "./score-slice.ts";
import { csvWriter, ndjsonWriter, type RowWriter } from "./writers.ts";

/**
 * NDJSON or CSV in, the same kind out, row by row and in order: memory does not grow with the batch. What is wrong with
 * the whole before the first row is refused with its status; later faults end the answer with a row that names them.
 */
export async function streamedBatch(
  c: Context<AppEnv>,
  kind: "ndjson" | "csv",
  ready: Preflight,
  { metrics, log }: AppDependencies,
  chunks: AsyncIterable<string>,
): Promise<Response> {
  const { manifest } = ready.predictor.model;
  const slices = kind === "csv" ? csvRows(chunks, manifest.features) : ndjsonRows(chunks);
  const first = await slices.next();
  if (first.done) return refuse(c, "validation_failed", { detail: "The batch has no rows; send at least one." });

  const counts = { scored: 0, failed: 0 };
  const requestId = c.get("requestId");
  const finished = () => {
    metrics.batch(counts.scored, counts.failed);
    log.info({ request_id: requestId, rows: counts.scored + counts.failed, failed: counts.failed }, "batch");
  };
  const writer = kind === "csv" ? csvWriter(manifest, ready.explained) : ndjsonWriter;
  const lines = writeLines(ready, writer, first.value, slices, counts, finished);
  return c.body(ReadableStream.from<Uint8Array>(lines), 200, {
    "Content-Type": writer.contentType,
    "X-Model-Version": manifest.version,
  });
}

/** Pulled by the client: when it goes away, the generator is returned, and with it the reading of the request. */
async function* writeLines(
  { predictor, explained }: Preflight,
  writer: RowWriter,
  first: SourceRow[],
  slices: AsyncGenerator<SourceRow[]>,
  counts: { scored: number; failed: number },
  finished: () => void,
): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  let index = 0;
  const write = async (rows: SourceRow[]) => {
    let text = "";
    for (const result of await scoreSlice(predictor, rows, explained)) {
      if ("fault" in result) counts.failed += 1;
      else counts.scored += 1;
      text += writer.row(index, result);
      index += 1;
    }
    return encoder.encode(text);
  };
  try {
    if (writer.head !== "") yield encoder.encode(writer.head);
    yield await write(first);
    for await (const rows of slices) yield await write(rows);
  } catch (error) {
    if (!(error instanceof BatchRefused)) throw error;
    yield encoder.encode(writer.row(index, { fault: error.fault }));
  } finally {
    await slices.return(undefined);
    finished();
  }
}
