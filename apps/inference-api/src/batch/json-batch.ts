import { type JsonLimits, MAX_INSTANCES, shown } from "@modelport/contracts";
import type { Predictor } from "@modelport/predictor";
import type { AppContext, AppDependencies } from "../http/context.ts";
import { SLICE_ROWS } from "../limits.ts";
import type { ReadyToPredict } from "../http/ready-to-predict.ts";
import { parseJson } from "../http/read-json.ts";
import { refuse } from "../http/refuse.ts";
import { respond } from "../http/respond.ts";
import { wholeAnswer } from "./answer-limit.ts";
import { delivered } from "./delivered.ts";
import { ErrorBudget } from "./error-budget.ts";
import { heldUntilTaken, Holding } from "./holding.ts";
import { jsonCost } from "./json-cost.ts";
import { scoreSlice } from "./score-slice.ts";
import { bodyChunks } from "./text-chunks.ts";
import { jsonRow } from "./writers.ts";

/** Rows may be bad and contain objects; more containers than two per row means that the items are not rows. */
const LIMITS = { depth: 8, containers: 2 * MAX_INSTANCES, members: 4096 };

/**
 * `{instances: [...]}` in, `{predictions: [...], rows, failed, model_version, request_id}` out, in the same order. Rows
 * are scored as the client reads the answer: memory holds the body but never the whole answer, which with explanations
 * is ten times as large.
 */
export async function jsonBatch(
  c: AppContext,
  ready: ReadyToPredict,
  dependencies: AppDependencies,
  limitBytes: number,
): Promise<Response> {
  const holding = new Holding(dependencies.memory, c.req.raw.signal);
  const budget = new ErrorBudget();
  let answer: Response | undefined;
  try {
    const body = await readHeldJson(c, { limitBytes, limits: LIMITS, holding, budget });
    if (body instanceof Response) return body;
    const instances = instancesOf(body.json);
    if (typeof instances === "string") return refuse(c, "validation_failed", { detail: instances });
    holding.grow(PIECE_BYTES);
    const counts = { rows: 0, failed: 0 };
    const pieces = answerPieces(ready, { instances, budget }, c.get("requestId"), counts);
    // An error in the first slice refuses the batch; a later one closes the connection.
    const { value: first = "" } = await pieces.next();
    const { answerBytes } = c.env ?? {};
    if (answerBytes !== undefined) {
      answer = await wholeAnswer(c, bytesOf(first, pieces), answerBytes, holding);
    } else if (instances.length > SLICE_ROWS) {
      const sent = delivered(c, heldUntilTaken(bytesOf(first, pieces), holding), { counts }, dependencies);
      return (answer = respond(c, ReadableStream.from<Uint8Array>(sent), 200, HEADERS));
    }
    dependencies.metrics.batch(counts.rows - counts.failed, counts.failed);
    return answer ?? respond(c, first, 200, HEADERS);
  } finally {
    if (!answer) holding.release();
  }
}

const HEADERS = { "Content-Type": "application/json" };

async function* bytesOf(first: string, others: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  yield encoder.encode(first);
  for await (const text of others) yield encoder.encode(text);
}

/** One slice of the answer, as rows, text and bytes. */
const PIECE_BYTES = 1_048_576;

interface HeldReading {
  readonly limitBytes: number;
  readonly limits: JsonLimits;
  readonly holding: Holding;
  readonly budget?: ErrorBudget;
}

/** The body as JSON. `holding` grows as the body arrives, and stays as large once the body is parsed. */
export async function readHeldJson(c: AppContext, { limitBytes, limits, holding, budget }: HeldReading) {
  let textBytes = 0;
  const chunks = bodyChunks(c, limitBytes, (bytes) => {
    budget?.earn(bytes.byteLength);
    const cost = jsonCost(bytes);
    holding.grow(cost.text + cost.values);
    textBytes += cost.text;
  });
  const body = parseJson(c, (await Array.fromAsync(chunks)).join(""), limits);
  holding.shrink(textBytes);
  return body;
}

/** The text of the answer, slice by slice. */
async function* answerPieces(
  { predictor, explained }: ReadyToPredict,
  { instances, budget }: { readonly instances: readonly unknown[]; readonly budget: ErrorBudget },
  requestId: string,
  counts: { rows: number; failed: number },
): AsyncGenerator<string> {
  while (counts.rows < instances.length) {
    const begin = counts.rows;
    const slice = instances.slice(begin, begin + SLICE_ROWS).map((instance) => ({ body: instance }));
    const results = await scoreSlice(predictor, slice, explained, budget);
    const head = begin === 0 ? '{"predictions":[' : ",";
    const text = results.map((result, index) => JSON.stringify(jsonRow(begin + index, result))).join(",");
    counts.failed += results.filter((result) => "fault" in result).length;
    counts.rows += results.length;
    if (counts.rows < instances.length) yield `${head}${text}`;
    else yield `${head}${text}],${tail(predictor, counts, requestId)}`;
  }
}

function tail({ model }: Predictor, { rows, failed }: { rows: number; failed: number }, requestId: string): string {
  const { version } = model.manifest;
  return JSON.stringify({ rows, failed, model_version: version, request_id: requestId }).slice(1);
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
