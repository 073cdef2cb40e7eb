// The OpenAPI 3.1 document of one model: schemas from the manifest, errors from the error table.
import type { Manifest } from "./manifest-schema.ts";
import { batchOperation, batchSchemas } from "./openapi/batch.ts";
import { openInferencePaths, openInferenceSchemas } from "./openapi/open-inference.ts";
import { closed, json, type Json, type Operation, operation, ref, STRING, text, withErrors } from "./openapi/parts.ts";
import { instanceSchema, predictionSchema, problemSchema, rowErrorSchema } from "./openapi/schemas.ts";

/** The document that GET /openapi.json serves for `manifest`. */
export function openApiDocument(manifest: Manifest): Json {
  const ready = operation("ready", "Is the model loaded, verified and warm?", json(ref("Ready")));
  return {
    openapi: "3.1.0",
    info: {
      title: `${manifest.title} inference API`,
      version: manifest.version,
      description: manifest.description,
      license: { name: manifest.license, identifier: manifest.license },
    },
    paths: {
      "/api/v1/predict": { post: predictOperation(manifest, "predict") },
      "/predict": { post: predictOperation(manifest, "predictAlias") },
      "/api/v1/predict/batch": { post: batchOperation(manifest, explainParameter) },
      "/health": { get: operation("health", "Is the process alive?", json(ref("Alive"))) },
      "/ready": {
        get: { ...ready, responses: { ...ready.responses, 503: json(ref("Ready"), "Starting or draining.") } },
      },
      "/model": {
        get: withErrors(operation("model", "The model that answers here", json(ref("Model"))), [
          "not_ready",
          "overloaded",
        ]),
      },
      "/model/card": { get: operation("modelCard", "The model card", text("text/markdown")) },
      "/metrics": {
        get: withErrors(operation("metrics", "Prometheus metrics (containers only)", text("text/plain")), [
          "not_found",
        ]),
      },
      "/openapi.json": { get: operation("openapi", "This document", json({ type: "object" })) },
      ...openInferencePaths(manifest),
    },
    components: { schemas: schemas(manifest), headers: { RequestId: requestIdHeader } },
  };
}

const requestIdHeader = {
  description:
    "Identifies the request in the answer and in the log; yours is kept if it is 1 to 128 of A-Z a-z 0-9 . _ -",
  schema: STRING,
};

const explainParameter = {
  name: "explain",
  in: "query",
  description: "true adds the reasons, every contribution, the unit and the baseline.",
  schema: { ...STRING, enum: ["true", "false"], default: "false" },
};

function predictOperation(manifest: Manifest, operationId: string): Operation {
  const success = operation(operationId, `Predict ${manifest.output.name} for one instance`, json(ref("Prediction")));
  return {
    ...withErrors(success, [
      "invalid_json",
      "invalid_encoding",
      "invalid_parameter",
      "payload_too_large",
      "unsupported_media_type",
      "validation_failed",
      "output_not_finite",
      "explanation_unavailable",
      "internal_error",
      "not_ready",
      "overloaded",
    ]),
    parameters: [explainParameter],
    requestBody: { required: true, content: { "application/json": { schema: ref("Instance") } } },
  };
}

function schemas(manifest: Manifest): Json {
  return {
    Instance: instanceSchema(manifest),
    Prediction: predictionSchema(manifest),
    ...batchSchemas(manifest),
    RowError: rowErrorSchema,
    Problem: problemSchema,
    Alive: closed({ status: { const: "alive" } }),
    Ready: closed({ status: { enum: ["ready", "starting", "draining"] }, instance_id: STRING }),
    Model: { type: "object", required: ["name", "version", "onnx", "features", "output", "runtime"] },
    ...openInferenceSchemas(manifest),
  };
}
