// Open Inference Protocol v2, REST: github.com/kserve/open-inference-protocol, specification/protocol/inference_rest.md
import { inferenceInputs, inferenceOutputs, type Manifest } from "@modelport/contracts";
import type { Predictor } from "@modelport/predictor";
import { type Handler, Hono } from "hono";
import type { AppContext, AppDependencies, AppEnv } from "../http/context.ts";
import { jsonLimitBytes } from "../limits.ts";
import { wholeAnswer } from "../batch/answer-limit.ts";
import { heldUntilTaken, Holding } from "../batch/holding.ts";
import { readHeldJson } from "../batch/json-batch.ts";
import { BatchRefused } from "../batch/rows.ts";
import { mediaTypeOf, refuseEncoded, unsupportedMediaType } from "../http/media-type.ts";
import { encodeRows, infer } from "../open-inference/infer.ts";
import { readInferRequest } from "../open-inference/infer-request.ts";
import { refuse } from "../http/refuse.ts";
import { respond, respondJson } from "../http/respond.ts";

/** The version of this package; a test compares it with package.json. */
export const SERVER_VERSION = "0.1.0";

/** Data may be nested as the shape [N, 1] says: an array for each value. */
const LIMITS = { depth: 8, containers: 1_000_000, members: 4096 };

const NO_STORE = { "Cache-Control": "no-store" };

/** Health, metadata and inference under /v2, as KServe's and Triton's clients expect them. */
export function openInference(dependencies: AppDependencies): Hono<AppEnv> {
  const { service } = dependencies;
  const routes = new Hono<AppEnv>();
  const server = { name: "modelport", version: SERVER_VERSION, extensions: [] };
  for (const path of ["/v2", "/v2/"]) routes.get(path, (c) => respondJson(c, server));
  routes.get("/v2/health/live", (c) => respondJson(c, { live: true }, 200, NO_STORE));
  routes.get("/v2/health/ready", (c) => {
    const ready = service.state === "ready";
    // The specification names the member `live`, KServe's client reads `ready`; the status says the same to everyone
    // else.
    return respondJson(c, { live: ready, ready }, ready ? 200 : 503, NO_STORE);
  });
  const withModel = (answer: (c: AppContext, predictor: Predictor) => Response | Promise<Response>) =>
    withKnownModel(dependencies, answer);
  for (const model of ["/v2/models/:name", "/v2/models/:name/versions/:version"]) {
    routes.get(
      model,
      withModel((c, { model: { manifest } }) => respondJson(c, metadata(manifest))),
    );
    routes.get(
      `${model}/ready`,
      withModel((c, { model: { manifest } }) => {
        const ready = service.state === "ready";
        return respondJson(c, { name: manifest.name, ready }, ready ? 200 : 503, NO_STORE);
      }),
    );
    routes.post(
      `${model}/infer`,
      withModel((c, predictor) => answerInfer(c, predictor, dependencies)),
    );
  }
  return routes;
}

/** 503 until the model is loaded, 404 for any other name or version. */
function withKnownModel(
  { service }: AppDependencies,
  answer: (c: AppContext, predictor: Predictor) => Response | Promise<Response>,
): Handler<AppEnv> {
  return (c) => {
    const { predictor } = service;
    if (!predictor) return refuse(c, "not_ready", { headers: { "Retry-After": "1" } });
    const { name, version } = predictor.model.manifest;
    const { name: askedName = name, version: askedVersion = version } = c.req.param() as Record<string, string>;
    if (askedName !== name) {
      return refuse(c, "not_found", {
        detail: `There is no model ${quoted(askedName)} here; this server has ${name}.`,
      });
    }
    if (askedVersion !== version) {
      const detail = `${name} has no version ${quoted(askedVersion)} here; this server has ${version}.`;
      return refuse(c, "not_found", { detail });
    }
    return answer(c, predictor);
  };
}

function quoted(text: string): string {
  return JSON.stringify(text.slice(0, 60));
}

function metadata(manifest: Manifest) {
  return {
    name: manifest.name,
    versions: [manifest.version],
    // One of the protocol's platform names (inference_grpc.md, Platforms); Triton's onnxruntime_onnx is not.
    platform: "onnx_onnxv1",
    inputs: inferenceInputs(manifest),
    outputs: inferenceOutputs(manifest).map(({ name, datatype, shape }) => ({ name, datatype, shape })),
  };
}

async function answerInfer(c: AppContext, predictor: Predictor, dependencies: AppDependencies): Promise<Response> {
  const holding = new Holding(dependencies.memory, c.req.raw.signal);
  let answer: Response | undefined;
  try {
    const text = await inferText(c, predictor, dependencies, holding);
    if (text instanceof Response) return text;
    if (text.length < AT_ONCE_CHARACTERS) return respond(c, text, 200, { "Content-Type": "application/json" });
    const pieces = [Buffer.from(text)];
    const { answerBytes } = c.env ?? {};
    if (answerBytes !== undefined) return (answer = await wholeAnswer(c, pieces, answerBytes, holding));
    const sent = heldUntilTaken(pieces, holding);
    return (answer = respond(c, ReadableStream.from<Uint8Array>(sent), 200, { "Content-Type": "application/json" }));
  } catch (error) {
    if (error instanceof BatchRefused) return refuse(c, error.fault.code, error.fault);
    throw error;
  } finally {
    if (!answer) holding.release();
  }
}

/** The operating system buffers as much. */
const AT_ONCE_CHARACTERS = 65_536;

/** A number of the answer, both as a number and as text, twice. */
const NUMBER_BYTES = 64;

async function inferText(
  c: AppContext,
  predictor: Predictor,
  dependencies: AppDependencies,
  holding: Holding,
): Promise<string | Response> {
  const body = await readBody(c, dependencies, holding);
  if (body instanceof Response) return body;
  const { manifest } = predictor.model;
  const request = readInferRequest(body.json, manifest);
  if (typeof request === "string") return refuse(c, "validation_failed", { detail: request });
  const matrix = encodeRows(predictor, request);
  if (typeof matrix === "string") return refuse(c, "validation_failed", { detail: matrix });
  const width = request.outputs.reduce((sum, { shape }) => sum + (shape[1] ?? 1), 0);
  holding.grow(request.rows * width * NUMBER_BYTES);
  const outputs = await infer(predictor, matrix, request.outputs, () => c.req.raw.signal.aborted);
  if (typeof outputs === "string") return refuse(c, "output_not_finite", { detail: outputs });
  dependencies.metrics.batch(request.rows, 0);
  const { id } = request;
  return JSON.stringify({
    model_name: manifest.name,
    model_version: manifest.version,
    ...(id !== undefined && { id }),
    outputs,
  });
}

async function readBody(c: AppContext, dependencies: AppDependencies, holding: Holding) {
  if (c.req.header("inference-header-content-length") !== undefined) {
    const detail =
      "The request has Inference-Header-Content-Length, but this server does not read binary tensor data: send JSON (binary_data=False).";
    return refuse(c, "invalid_parameter", { detail });
  }
  const encoded = refuseEncoded(c);
  if (encoded) return encoded;
  // Triton's client sends no Content-Type at all.
  const type = c.req.header("content-type") ?? "application/json";
  if (mediaTypeOf(type) !== "json") return unsupportedMediaType(c, "application/json in UTF-8");
  const limitBytes = jsonLimitBytes(c.env?.batchBytes ?? dependencies.batchBytes);
  return readHeldJson(c, { limitBytes: dependencies.memory.jsonBytes(limitBytes), limits: LIMITS, holding });
}
