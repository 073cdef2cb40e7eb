import { diagnose, type Manifest } from "@modelport/contracts";
import { explain, labelOf } from "@modelport/predictor";
import type { Context, Handler } from "hono";
import type { AppDependencies, AppEnv } from "../app.ts";
import { refuse } from "../refuse.ts";

/** POST /api/v1/predict: one instance in, its score and label out; `?explain=true` adds the reasons. */
export function predictOne({ service, metrics }: AppDependencies): Handler<AppEnv> {
  return async (c) => {
    const { predictor } = service;
    if (!predictor) return refuse(c, "not_ready", { headers: { "Retry-After": "1" } });
    const explained = explainAsked(c);
    if (explained === undefined) {
      return refuse(c, "invalid_parameter", {
        detail: `explain is ${JSON.stringify(c.req.query("explain"))}, but must be true or false.`,
      });
    }
    if (explained && !predictor.explains) return refuse(c, "explanation_unavailable");
    const body = await readJson(c);
    if (body instanceof Response) return body;

    const { encoder, manifest } = predictor.model;
    const row = new Float32Array(predictor.columns);
    if (!encoder.encode(body, row, 0)) return refuseBody(c, manifest, body);
    const scored = await predictor.predict(row, explained);
    const answer = predictor.answer(scored, 0);
    metrics.prediction(labelOf(manifest, answer));
    return c.json({
      ...answer,
      model_version: manifest.version,
      request_id: c.get("requestId"),
      ...(explained && explain(predictor, scored, 0)),
    });
  };
}

function explainAsked(c: Context<AppEnv>): boolean | undefined {
  const value = c.req.query("explain");
  if (value === undefined || value === "false") return false;
  return value === "true" ? true : undefined;
}

/** application/json, application/anything+json, in UTF-8. */
const JSON_TYPE = /^application\/(?:[\w.+-]+\+)?json\s*(?:;\s*charset\s*=\s*"?utf-?8"?\s*)?$/i;

async function readJson(c: Context<AppEnv>): Promise<unknown> {
  const type = c.req.header("content-type") ?? "";
  if (!JSON_TYPE.test(type)) {
    const found = type === "" ? "no Content-Type" : `Content-Type "${type.slice(0, 100)}"`;
    return refuse(c, "unsupported_media_type", {
      detail: `The request has ${found}; send Content-Type: application/json in UTF-8.`,
    });
  }
  const text = await c.req.text();
  try {
    return JSON.parse(text) as unknown;
  } catch {
    const detail =
      text.trim() === "" ? "The body is empty; send one JSON object." : "The body is not JSON; send one JSON object.";
    return refuse(c, "invalid_json", { detail });
  }
}

function refuseBody(c: Context<AppEnv>, manifest: Manifest, body: unknown): Response {
  const errors = diagnose(manifest.features, body);
  const [first] = errors;
  if (!first) throw new Error("The encoder refused a body in which diagnose finds no fault.");
  const detail = errors.length === 1 ? first.detail : `${errors.length} fields are wrong; errors names each of them.`;
  return refuse(c, "validation_failed", { detail, errors });
}
