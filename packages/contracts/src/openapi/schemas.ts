// The schemas of one model: an instance, and the answers.
import { describeFeature, FLOAT32_MAX } from "../diagnose.ts";
import { errorTable } from "../errors.ts";
import type { Feature, Manifest, Output } from "../manifest-schema.ts";
import { closed, type Json, NUMBER, STRING } from "./parts.ts";

/** An object of field values, by name or by alias. */
export function instanceSchema({ features }: Manifest): Json {
  const byName = fieldsSchema(features, (feature) => feature.name);
  const byAlias = fieldsSchema(features, (feature) => feature.aliases[0] ?? feature.name);
  const aliased = features.some((feature) => feature.aliases.length > 0);
  return aliased ? { anyOf: [byName, { ...byAlias, description: "The same fields by their aliases." }] } : byName;
}

function fieldsSchema(features: readonly Feature[], nameOf: (feature: Feature) => string): Json {
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
  return { ...valueSchema(feature), description, ...(feature.default !== undefined && { default: feature.default }) };
}

/** The allowed values of a field. */
export function valueSchema(feature: Feature): Json {
  switch (feature.type) {
    case "categorical":
      return { type: "string", enum: feature.categories };
    case "boolean":
      return { enum: [0, 1, true, false] };
    case "number":
    case "integer": {
      const { type, minimum = -FLOAT32_MAX, maximum = FLOAT32_MAX } = feature;
      return { type, minimum, maximum };
    }
  }
}

/** The answer to a single prediction. */
export function predictionSchema(manifest: Manifest): Json {
  return closed(
    {
      ...outputProperties(manifest.output),
      model_version: { const: manifest.version },
      request_id: STRING,
    },
    explanationProperties(manifest),
  );
}

/** The model's own members of an answer. */
export function outputProperties(output: Output): Json {
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

/** What `explain=true` adds; nothing if the model has no explanations. */
export function explanationProperties({ explanation, output, features }: Manifest): Json {
  if (!explanation) return {};
  const term = { features: { type: "array", items: STRING }, contribution: NUMBER };
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
      items: closed({ ...term, label: STRING }),
    },
    contributions: {
      ...closed(Object.fromEntries(features.map((feature) => [feature.name, NUMBER]))),
      description: `Method: ${[method, pairConvention].filter(Boolean).join(". ")}`,
    },
    terms: { type: "array", items: closed(term), description: "The model's own terms, before pairs are shared." },
  };
}

const code = { enum: Object.keys(errorTable) };
const fieldProblems = { type: "array", items: closed({ pointer: STRING, code: STRING, detail: STRING }) };

/** An RFC 9457 problem. */
export const problemSchema = closed(
  { type: STRING, title: STRING, status: { type: "integer" }, detail: STRING, code, request_id: STRING },
  { errors: fieldProblems },
);

/** Why a row of a batch has no answer. */
export const rowErrorSchema = closed({ code, detail: STRING }, { errors: fieldProblems });
