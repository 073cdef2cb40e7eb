import type { Context } from "hono";
import type { AppDependencies, AppEnv } from "../app.ts";
import type { Preflight } from "../preflight.ts";
import { refuse } from "../refuse.ts";
import { respond } from "../respond.ts";
import { csvRows } from "./csv-rows.ts";
import { ndjsonRows } from "./ndjson-rows.ts";
import { BatchRefused, type Incoming, type SourceRow } from "./rows.ts";
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
  { metrics, log, service }: AppDependencies,
  { chunks, budget }: Incoming,
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
  const rows = { first: first.value, slices, budget, whyEndAt: c.env?.whyEndAt };
  const lines = writeLines(ready, writer, rows, counts, finished);
  return respond(c, ReadableStream.from<Uint8Array>(lines), 200, {
    "Content-Type": writer.contentType,
    "X-Model-Version": manifest.version,
    "X-Model-Revision": service.revision ?? "",
  });
}

interface Rows {
  readonly first: SourceRow[];
  readonly slices: AsyncGenerator<SourceRow[]>;
  readonly budget: Incoming["budget"];
  readonly whyEndAt: AppEnv["Bindings"]["whyEndAt"];
}

/** Pulled by the client: when it goes away, the generator is returned, and with it the reading of the request. */
async function* writeLines(
  { predictor, explained }: Preflight,
  writer: RowWriter,
  { first, slices, budget, whyEndAt }: Rows,
  counts: { scored: number; failed: number },
  finished: () => void,
): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  let index = 0;
  let written = 0;
  const write = async (rows: SourceRow[]) => {
    const results = await scoreSlice(predictor, rows, explained, budget);
    const bytes = encoder.encode(results.map((result, i) => writer.row(index + i, result)).join(""));
    written += bytes.byteLength;
    const detail = whyEndAt?.(written);
    if (detail !== undefined) throw new BatchRefused({ code: "answer_too_large", detail });
    const failed = results.filter((result) => "fault" in result).length;
    counts.failed += failed;
    counts.scored += results.length - failed;
    index += results.length;
    return bytes;
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
