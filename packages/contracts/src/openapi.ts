// The OpenAPI 3.1 document of one model: schemas from the manifest, errors from the error table.
import { describeFeature, FLOAT32_MAX } from "./diagnose.ts";
import { type ErrorCode, errorTable } from "./errors.ts";
import type { Feature, Manifest, Output } from "./manifest.ts";

type Json = Record<string, unknown>;

/** The document that GET /openapi.json serves for `manifest`. */
export function openApiDocument(manifest: Manifest): Json {
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
      "/health": { get: operation("health", "Is the process alive?", json(ref("Alive"))) },
      "/ready": {
        get: {
          ...operation("ready", "Is the model loaded, verified and warm?", json(ref("Ready"))),
          responses: { 200: json(ref("Ready")), 503: json(ref("Ready"), "Starting or draining.") },
        },
      },
      "/model": { get: withErrors(operation("model", "The model that answers here", json(ref("Model"))), "not_ready") },
      "/model/card": { get: operation("modelCard", "The model card", text("text/markdown")) },
      "/metrics": {
        get: withErrors(operation("metrics", "Prometheus metrics (containers only)", text("text/plain")), "not_found"),
      },
      "/openapi.json": { get: operation("openapi", "This document", json({ type: "object" })) },
    },
    components: { schemas: schemas(manifest), headers: { RequestId: requestIdHeader } },
  };
}

const requestIdHeader = {
  description:
    "Identifies the request in the answer and in the log; yours is kept if it is 1 to 128 of A-Z a-z 0-9 . _ -",
  schema: { type: "string" },
};

function ref(name: string): Json {
  return { $ref: `#/components/schemas/${name}` };
}

function json(schema: Json, description = "Success."): Json {
  return answer("application/json", schema, description);
}

function text(contentType: string): Json {
  return answer(contentType, { type: "string" }, "Success.");
}

function answer(contentType: string, schema: Json, description: string): Json {
  return {
    description,
    headers: { "X-Request-Id": { $ref: "#/components/headers/RequestId" } },
    content: { [contentType]: { schema } },
  };
}

function operation(operationId: string, summary: string, success: Json): Json & { responses: Json } {
  return { operationId, summary, responses: { 200: success } };
}

function withErrors(target: Json & { responses: Json }, ...codes: readonly ErrorCode[]): Json {
  const responses: Record<number, Json> = {};
  for (const code of codes) {
    const { status, title } = errorTable[code];
    const known = responses[status];
    const description = known ? `${String(known["description"])} Or: ${title}.` : `${title}.`;
    responses[status] = answer("application/problem+json", ref("Problem"), description);
  }
  return { ...target, responses: { ...target.responses, ...responses } };
}

function predictOperation(manifest: Manifest, operationId: string): Json {
  const success = operation(operationId, `Predict ${manifest.output.name} for one instance`, json(ref("Prediction")));
  return {
    ...withErrors(
      success,
      "invalid_json",
      "invalid_parameter",
      "payload_too_large",
      "unsupported_media_type",
      "validation_failed",
      "explanation_unavailable",
      "internal_error",
      "not_ready",
      "draining",
    ),
    parameters: [
      {
        name: "explain",
        in: "query",
        description: "true adds the reasons, every contribution, the unit and the baseline.",
        schema: { type: "string", enum: ["true", "false"], default: "false" },
      },
    ],
    requestBody: { required: true, content: { "application/json": { schema: ref("Instance") } } },
  };
}

function schemas(manifest: Manifest): Json {
  const { features } = manifest;
  const byName = instanceSchema(features, (feature) => feature.name);
  const byAlias = instanceSchema(features, (feature) => feature.aliases[0] ?? feature.name);
  const aliased = features.some((feature) => feature.aliases.length > 0);
  return {
    Instance: aliased ? { anyOf: [byName, { ...byAlias, description: "The same fields by their aliases." }] } : byName,
    Prediction: predictionSchema(manifest),
    Problem: problemSchema,
    Alive: closed({ status: { const: "alive" } }),
    Ready: closed({ status: { enum: ["ready", "starting", "draining"] }, instance_id: { type: "string" } }),
    Model: { type: "object", required: ["name", "version", "onnx", "features", "output", "runtime"] },
  };
}

function closed(properties: Json, optional: Json = {}): Json {
  return {
    type: "object",
    required: Object.keys(properties),
    properties: { ...properties, ...optional },
    additionalProperties: false,
  };
}

function instanceSchema(features: readonly Feature[], nameOf: (feature: Feature) => string): Json {
  const required = features.filter((feature) => feature.default === undefined);
  return {
    type: "object",
    required: required.map(nameOf),
    properties: Object.fromEntries(features.map((feature) => [nameOf(feature), featureSchema(feature)])),
    additionalProperties: false,
    example: Object.fromEntries(features.map((feature) => [nameOf(feature), feature.example])),
  };
}

function featureSchema(feature: Feature): Json {
  const unit = feature.unit ? ` Unit: ${feature.unit}.` : "";
  const description = `${feature.description}${unit} Takes ${describeFeature(feature)}.`;
  const common = { description, ...(feature.default !== undefined && { default: feature.default }) };
  switch (feature.type) {
    case "categorical":
      return { type: "string", enum: feature.categories, ...common };
    case "boolean":
      return { enum: [0, 1, true, false], ...common };
    case "number":
    case "integer":
      return {
        type: feature.type,
        minimum: feature.minimum ?? -FLOAT32_MAX,
        maximum: feature.maximum ?? FLOAT32_MAX,
        ...common,
      };
  }
}

function predictionSchema(manifest: Manifest): Json {
  return closed(
    {
      ...outputProperties(manifest.output),
      model_version: { const: manifest.version },
      request_id: { type: "string" },
    },
    explanationProperties(manifest),
  );
}

function outputProperties(output: Output): Json {
  const probability = { ...NUMBER, minimum: 0, maximum: 1 };
  const { name, description } = output;
  switch (output.kind) {
    case "binary": {
      const { positive, negative } = output.labels;
      return { [name]: { ...probability, description }, [output.labelName]: { enum: [positive, negative] } };
    }
    case "multiclass": {
      const each = Object.fromEntries(output.labels.map((label) => [label, probability]));
      return { [name]: { ...closed(each), description }, [output.labelName]: { enum: output.labels } };
    }
    case "regression":
      return { [name]: { ...NUMBER, description: output.unit ? `${description} Unit: ${output.unit}.` : description } };
  }
}

const NUMBER = { type: "number" };

function explanationProperties({ explanation, output, features }: Manifest): Json {
  if (!explanation) return {};
  const term = { features: { type: "array", items: { type: "string" } }, contribution: NUMBER };
  const { unit, baseline, method, pairConvention } = explanation;
  const logit = { ...NUMBER, description: `The baseline plus all contributions, in ${unit}.` };
  return {
    score: { ...NUMBER, description: "The model's output, not rounded." },
    ...(output.kind === "binary" && { logit }),
    unit: { const: unit },
    baseline: { ...NUMBER, description: `What the model says of ${baseline.meaning}, in ${unit}.` },
    reasons: {
      type: "array",
      description: "The largest positive terms first.",
      items: closed({ ...term, label: { type: "string" } }),
    },
    contributions: {
      ...closed(Object.fromEntries(features.map((feature) => [feature.name, NUMBER]))),
      description: [method, pairConvention].filter(Boolean).join(" "),
    },
    terms: { type: "array", items: closed(term), description: "The model's own terms, before pairs are shared." },
  };
}

const problemSchema = closed(
  {
    type: { type: "string" },
    title: { type: "string" },
    status: { type: "integer" },
    detail: { type: "string" },
    code: { enum: Object.keys(errorTable) },
    request_id: { type: "string" },
  },
  {
    errors: {
      type: "array",
      items: closed({ pointer: { type: "string" }, code: { type: "string" }, detail: { type: "string" } }),
    },
  },
);
