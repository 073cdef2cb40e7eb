import type { Context } from "hono";
import type { AppDependencies, AppEnv } from "../app.ts";
import type { Preflight } from "../preflight.ts";
import { parseJson } from "../read-json.ts";
import { refuse } from "../refuse.ts";
import { respondHeld } from "./held-answer.ts";
import { Holding } from "./holding.ts";
import { jsonCost } from "./json-cost.ts";
import { SLICE_ROWS } from "./rows.ts";
import { scoreSlice } from "./score-slice.ts";
import { bodyChunks } from "./text-chunks.ts";
import { jsonRow } from "./writers.ts";

/** The most instances of one JSON batch, which is parsed as a whole; NDJSON and CSV are streamed and have no such limit. */
export const MAX_INSTANCES = 10_000;

/** `{instances: [...]}` in, `{predictions: [...], rows, failed, model_version, request_id}` out, in the same order. */
export async function jsonBatch(
  c: Context<AppEnv>,
  ready: Preflight,
  { metrics, memory }: AppDependencies,
  limitBytes: number,
): Promise<Response> {
  const holding = new Holding(memory, c.req.raw.signal);
  let answer: Response | undefined;
  try {
    const body = await readHeldJson(c, limitBytes, holding);
    if (body instanceof Response) return body;
    const instances = instancesOf(body.json);
    if (typeof instances === "string") return refuse(c, "validation_failed", { detail: instances });
    const { pieces, rows, failed } = await score(c, ready, instances, holding);
    metrics.batch(rows - failed, failed);
    return (answer = respondHeld(c, pieces, holding));
  } finally {
    if (!answer) holding.release();
  }
}

/** The body as JSON; `holding` grows with it. */
export async function readHeldJson(c: Context<AppEnv>, limitBytes: number, holding: Holding) {
  const chunks = bodyChunks(c, limitBytes, (bytes) => holding.grow(jsonCost(bytes)));
  return parseJson(c, (await Array.fromAsync(chunks)).join(""));
}

/** The answer's text in pieces, outside of V8's heap. How much it will be is known from its first rows. */
async function score(
  c: Context<AppEnv>,
  { predictor, explained }: Preflight,
  instances: readonly unknown[],
  holding: Holding,
) {
  const pieces: Buffer[] = [];
  let [rows, failed, held, bytes] = [0, 0, 0, 0];
  const add = (text: string) => {
    const piece = Buffer.from(text);
    pieces.push(piece);
    bytes += piece.length;
    if (bytes <= held) return;
    const expected = Math.max(bytes, rows === 0 ? 0 : Math.ceil((bytes / rows) * instances.length));
    holding.grow(expected - held);
    held = expected;
  };
  for (let from = 0; from < instances.length; from += SLICE_ROWS) {
    if (c.req.raw.signal.aborted) break;
    const slice = instances.slice(from, from + SLICE_ROWS).map((instance) => ({ body: instance }));
    const results = await scoreSlice(predictor, slice, explained);
    failed += results.filter((result) => "fault" in result).length;
    const text = results.map((result, index) => JSON.stringify(jsonRow(from + index, result))).join(",");
    rows += results.length;
    add(`${from === 0 ? '{"predictions":[' : ","}${text}`);
  }
  const { version } = predictor.model.manifest;
  const tail = JSON.stringify({ rows, failed, model_version: version, request_id: c.get("requestId") });
  add(`],${tail.slice(1)}`);
  return { pieces, rows, failed };
}

function instancesOf(json: unknown): readonly unknown[] | string {
  const wanted = `Send {"instances": [...]} with 1 to ${MAX_INSTANCES} instances`;
  if (typeof json !== "object" || json === null || Array.isArray(json)) return `The body is no JSON object. ${wanted}.`;
  const extra = Object.keys(json).find((key) => key !== "instances");
  if (extra !== undefined) return `${JSON.stringify(extra.slice(0, 60))} is not a member of a batch. ${wanted}.`;
  const { instances } = json as { instances?: unknown };
  if (!Array.isArray(instances)) return `instances is not an array. ${wanted}.`;
  if (instances.length === 0) return `instances is empty. ${wanted}.`;
  if (instances.length > MAX_INSTANCES) {
    return `instances has ${instances.length} items. ${wanted}, or NDJSON or CSV, which are streamed.`;
  }
  return instances as unknown[];
}
