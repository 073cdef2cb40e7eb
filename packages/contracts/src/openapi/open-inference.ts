// The Open Inference Protocol v2, described for one model.
import { type ErrorCode, errorTable } from "../errors.ts";
import type { Feature, Manifest } from "../manifest-schema.ts";
import { inferenceInputs, inferenceOutputs, inputDatatypes } from "../open-inference.ts";
import { closed, json, type Json, type Operation, operation, ref, STRING, withErrors } from "./parts.ts";
import { valueSchema } from "./schemas.ts";

/** The protocol's own error format. */
const errorForm = {
  contentType: "application/json",
  schema: "InferenceError",
  statusOf: (code: ErrorCode) => (errorTable[code].status === 422 ? 400 : errorTable[code].status),
};

const failing = (target: Operation, ...codes: ErrorCode[]) => withErrors(target, codes, errorForm);

/** The paths under /v2. */
export function openInferencePaths(manifest: Manifest): Json {
  const health = closed({ live: { type: "boolean" } }, { ready: { type: "boolean" } });
  const live = operation("serverLive", "Is the server alive?", json(health));
  const ready = operation("serverReady", "Is the model ready?", json(health));
  return {
    "/v2/health/live": { get: live },
    "/v2/health/ready": {
      get: { ...ready, responses: { ...ready.responses, 503: json(health, "Starting or draining.") } },
    },
    "/v2": { get: operation("serverMetadata", "The server, as Open Inference clients know it", json(serverSchema)) },
    ...modelPaths(manifest, "/v2/models/{model_name}", "", [parameter("model_name", manifest.name)]),
    ...modelPaths(manifest, "/v2/models/{model_name}/versions/{model_version}", "Version", [
      parameter("model_name", manifest.name),
      parameter("model_version", manifest.version),
    ]),
  };
}

const serverSchema = closed({ name: STRING, version: STRING, extensions: { type: "array", items: STRING } });

function parameter(name: string, value: string): Json {
  return { name, in: "path", required: true, schema: { ...STRING, enum: [value] } };
}

function modelPaths(manifest: Manifest, path: string, suffix: string, parameters: readonly Json[]): Json {
  const readiness = closed({ name: { const: manifest.name }, ready: { type: "boolean" } });
  const metadata = operation(`modelMetadata${suffix}`, "The model's tensors", json(ref("InferenceModel")));
  const ready = failing(operation(`modelReady${suffix}`, "Is the model ready?", json(readiness)), "not_found");
  const draining = { description: "Starting: an InferenceError. Draining: ready is false." };
  const notReady = { ...json({ anyOf: [readiness, ref("InferenceError")] }), ...draining };
  const infer = failing(
    operation(`infer${suffix}`, `Infer ${manifest.output.name} from tensors`, json(ref("InferenceAnswer"))),
    "invalid_json",
    "invalid_encoding",
    "validation_failed",
    "output_not_finite",
    "not_found",
    "payload_too_large",
    "answer_too_large",
    "unsupported_media_type",
    "internal_error",
    "not_ready",
    "overloaded",
  );
  const body = { schema: ref("InferenceRequest"), example: exampleRequest(manifest) };
  return {
    [path]: { get: { ...failing(metadata, "not_found", "not_ready", "overloaded"), parameters } },
    [`${path}/ready`]: { get: { ...ready, responses: { ...ready.responses, 503: notReady }, parameters } },
    [`${path}/infer`]: {
      post: { ...infer, parameters, requestBody: { required: true, content: { "application/json": body } } },
    },
  };
}

function exampleRequest({ features }: Manifest): Json {
  return {
    inputs: features.map((feature) => ({
      name: feature.name,
      shape: [1],
      datatype: inputDatatypes(feature)[0],
      data: [feature.type === "boolean" ? Boolean(feature.example) : feature.example],
    })),
  };
}

const PARAMETERS = { type: "object", description: "Taken and not used." };
const SIZE = { type: "integer", minimum: 0 };

/** The schemas that the paths refer to. */
export function openInferenceSchemas(manifest: Manifest): Json {
  const { features, name, version } = manifest;
  const required = features.filter((feature) => feature.default === undefined);
  const outputs = inferenceOutputs(manifest);
  const outputName = { enum: outputs.map((output) => output.name) };
  const shape = { type: "array", items: { type: "integer" } };
  const tensor = closed({ name: STRING, datatype: STRING, shape });
  const tensors = (count: number) => ({ type: "array", minItems: count, maxItems: count, items: tensor });
  return {
    InferenceError: closed({ error: STRING }),
    InferenceModel: closed({
      name: { const: name },
      versions: { type: "array", items: { const: version } },
      platform: STRING,
      inputs: tensors(inferenceInputs(manifest).length),
      outputs: tensors(outputs.length),
    }),
    InferenceRequest: closed(
      {
        inputs: {
          type: "array",
          minItems: Math.max(1, required.length),
          maxItems: features.length,
          description: `A tensor for each of ${required.map((feature) => feature.name).join(", ")}, all with as many rows.`,
          items: { anyOf: features.map(inputSchema) },
        },
      },
      {
        id: STRING,
        parameters: PARAMETERS,
        outputs: {
          type: "array",
          minItems: 1,
          maxItems: outputs.length,
          description: `Which outputs to give; left out, they are ${defaultsOf(outputs)}.`,
          items: closed({ name: outputName }, { parameters: PARAMETERS }),
        },
      },
    ),
    InferenceAnswer: closed(
      {
        model_name: { const: name },
        model_version: { const: version },
        outputs: {
          type: "array",
          items: closed({
            name: outputName,
            datatype: { enum: ["FP32", "BYTES"] },
            shape: { type: "array", items: SIZE },
            data: { type: "array", items: { type: ["number", "string"] } },
          }),
        },
      },
      { id: STRING },
    ),
  };
}

function defaultsOf(outputs: ReturnType<typeof inferenceOutputs>): string {
  return outputs
    .filter((output) => !output.onDemand)
    .map((output) => output.name)
    .join(" and ");
}

function inputSchema(feature: Feature): Json {
  const value = valueSchema(feature);
  const column = { type: "array", minItems: 1, maxItems: 1, items: value };
  return closed(
    {
      name: { enum: [feature.name, ...feature.aliases] },
      shape: { type: "array", minItems: 1, maxItems: 2, items: SIZE, description: "[N] or [N, 1]" },
      datatype: { enum: inputDatatypes(feature) },
      data: {
        anyOf: [
          { type: "array", items: value },
          { type: "array", items: column },
        ],
      },
    },
    { parameters: PARAMETERS },
  );
}
