import { shown } from "@modelport/contracts";
import type { Context } from "hono";
import type { AppDependencies, AppEnv } from "../app.ts";
import type { Preflight } from "../preflight.ts";
import { parseJson } from "../read-json.ts";
import { refuse } from "../refuse.ts";
import { respondJson } from "../respond.ts";
import { type Incoming, SLICE_ROWS } from "./rows.ts";
import { scoreSlice } from "./score-slice.ts";
import { jsonRow } from "./writers.ts";

/** The most instances of one JSON batch, which is parsed as a whole; NDJSON and CSV are streamed and have no such limit. */
export const MAX_INSTANCES = 10_000;

/** Rows may be bad, and have values that are objects; twice as many as rows are not rows any more. */
const LIMITS = { depth: 8, containers: 2 * MAX_INSTANCES, members: 4096 };

/** `{instances: [...]}` in, `{predictions: [...], rows, failed, model_version, request_id}` out, in the same order. */
export async function jsonBatch(
  c: Context<AppEnv>,
  { predictor, explained }: Preflight,
  { metrics }: AppDependencies,
  { chunks, budget }: Incoming,
): Promise<Response> {
  const body = parseJson(c, (await Array.fromAsync(chunks)).join(""), LIMITS);
  if (body instanceof Response) return body;
  const instances = instancesOf(body.json);
  if (typeof instances === "string") return refuse(c, "validation_failed", { detail: instances });

  const predictions: Record<string, unknown>[] = [];
  let failed = 0;
  for (let from = 0; from < instances.length; from += SLICE_ROWS) {
    if (c.req.raw.signal.aborted) break;
    const rows = instances.slice(from, from + SLICE_ROWS).map((instance) => ({ body: instance }));
    for (const result of await scoreSlice(predictor, rows, explained, budget)) {
      if ("fault" in result) failed += 1;
      predictions.push(jsonRow(predictions.length, result));
    }
  }
  metrics.batch(predictions.length - failed, failed);
  const { version } = predictor.model.manifest;
  return respondJson(c, {
    predictions,
    rows: predictions.length,
    failed,
    model_version: version,
    request_id: c.get("requestId"),
  });
}

function instancesOf(json: unknown): readonly unknown[] | string {
  const wanted = `Send {"instances": [...]} with 1 to ${MAX_INSTANCES} instances`;
  if (typeof json !== "object" || json === null || Array.isArray(json))
    return `The body is not a JSON object. ${wanted}.`;
  const extra = Object.keys(json).find((key) => key !== "instances");
  if (extra !== undefined) return `${shown(extra)} is not a member of a batch. ${wanted}.`;
  const { instances } = json as { instances?: unknown };
  if (!Array.isArray(instances)) return `instances is not an array. ${wanted}.`;
  if (instances.length === 0) return `instances is empty. ${wanted}.`;
  if (instances.length > MAX_INSTANCES) {
    return `instances has ${instances.length} items. ${wanted}, or NDJSON or CSV, which are streamed.`;
  }
  return instances as unknown[];
}
