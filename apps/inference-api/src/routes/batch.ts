import type { Handler } from "hono";
import type { AppContext, AppDependencies, AppEnv } from "../http/context.ts";
import { jsonLimitBytes } from "../limits.ts";
import { heldUntilTaken, Holding } from "../batch/holding.ts";
import { ErrorBudget } from "../batch/error-budget.ts";
import { jsonBatch } from "../batch/json-batch.ts";
import { BatchRefused } from "../batch/rows.ts";
import { streamedBatch } from "../batch/streamed-batch.ts";
import { bodyChunks } from "../batch/text-chunks.ts";
import { type MediaType, mediaTypeOf, refuseEncoded, unsupportedMediaType } from "../http/media-type.ts";
import { type ReadyToPredict, readyToPredict } from "../http/ready-to-predict.ts";
import { refuse } from "../http/refuse.ts";

/** POST /api/v1/predict/batch: JSON, NDJSON or CSV in, the same format out. */
export function predictBatch(dependencies: AppDependencies): Handler<AppEnv> {
  return async (c) => {
    const ready = readyToPredict(c, dependencies.service);
    if (ready instanceof Response) return ready;
    const encoded = refuseEncoded(c);
    if (encoded) return encoded;
    const kind = mediaTypeOf(c.req.header("content-type"));
    if (!kind) return unsupportedMediaType(c, "application/json, application/x-ndjson or text/csv, in UTF-8");
    try {
      return await answer(c, kind, ready, dependencies);
    } catch (error) {
      // The batch is refused as a whole before its first row is answered; later errors are rows of the answer.
      if (error instanceof BatchRefused) return refuse(c, error.fault.code, error.fault);
      throw error;
    }
  };
}

function answer(
  c: AppContext,
  kind: MediaType,
  ready: ReadyToPredict,
  dependencies: AppDependencies,
): Promise<Response> {
  const { memory } = dependencies;
  const limit = c.env?.batchBytes ?? dependencies.batchBytes;
  if (kind === "json") return jsonBatch(c, ready, dependencies, memory.jsonBytes(jsonLimitBytes(limit)));
  const budget = new ErrorBudget();
  const holding = new Holding(memory, c.req.raw.signal);
  const request = bodyChunks(c, limit, (bytes) => budget.earn(bytes.byteLength));
  holding.grow(STREAM_BYTES);
  return streamedBatch(c, kind, ready, dependencies, { request, text: heldUntilTaken(request, holding), budget });
}

/** What a streamed batch holds: a slice as text and as rows, and the part of its answer that is being sent. */
const STREAM_BYTES = 1_048_576;
