import { diagnose, type Manifest, summary } from "@modelport/contracts";
import { labelOf, outcome } from "@modelport/predictor";
import type { Handler } from "hono";
import type { AppContext, AppDependencies, AppEnv } from "../http/context.ts";
import { readyToPredict } from "../http/ready-to-predict.ts";
import { readJson } from "../http/read-json.ts";
import { refuse } from "../http/refuse.ts";
import { respondJson } from "../http/respond.ts";

/** POST /api/v1/predict: one instance in, its score and label out; `?explain=true` adds the reasons. */
export function predictOne({ service, metrics }: AppDependencies): Handler<AppEnv> {
  return async (c) => {
    const ready = readyToPredict(c, service);
    if (ready instanceof Response) return ready;
    const body = await readJson(c);
    if (body instanceof Response) return body;

    const { predictor, explained } = ready;
    const { encoder, manifest } = predictor.model;
    const row = new Float32Array(predictor.columns);
    if (!encoder.encode(body.json, row, 0)) return refuseBody(c, manifest, body.json);
    const { scored, index } = await predictor.predictRow(row, explained);
    const result = outcome(predictor, scored, index, explained);
    if ("notFinite" in result) return refuse(c, "output_not_finite", { detail: result.notFinite });
    const { answer, explanation } = result;
    metrics.prediction(labelOf(manifest, answer));
    return respondJson(c, {
      ...answer,
      model_version: manifest.version,
      request_id: c.get("requestId"),
      ...explanation,
    });
  };
}

function refuseBody(c: AppContext, manifest: Manifest, body: unknown): Response {
  const diagnosis = diagnose(manifest.features, body);
  if (diagnosis.total === 0) throw new Error("The encoder refused a body in which diagnose finds no fault.");
  return refuse(c, "validation_failed", { detail: summary(diagnosis), errors: diagnosis.problems });
}
