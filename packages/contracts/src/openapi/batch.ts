// The batch endpoint: JSON as a whole, NDJSON and CSV row by row.
import { MAX_INSTANCES } from "../limits.ts";
import type { Manifest } from "../manifest-schema.ts";
import { answer, closed, type Json, type Operation, operation, ref, STRING, withErrors } from "./parts.ts";
import { explanationProperties, outputProperties } from "./schemas.ts";

const COUNT = { type: "integer", minimum: 0 };

/** POST /api/v1/predict/batch. */
export function batchOperation(manifest: Manifest, explain: Json): Operation {
  const success = answer(
    {
      "application/json": ref("BatchAnswer"),
      "application/x-ndjson": { ...STRING, description: "One BatchRow a line, in the order of the rows." },
      "text/csv": { ...STRING, description: csvAnswer(manifest) },
    },
    "Answered row by row; a bad row says why it has no answer, and costs no other its own.",
  );
  const target = operation("predictBatch", `Predict ${manifest.output.name} for many instances`, success);
  return {
    ...withErrors(target, [
      "invalid_json",
      "invalid_encoding",
      "invalid_csv",
      "invalid_parameter",
      "payload_too_large",
      "answer_too_large",
      "unsupported_media_type",
      "validation_failed",
      "output_not_finite",
      "explanation_unavailable",
      "internal_error",
      "not_ready",
      "overloaded",
    ]),
    description: "What is sent decides the form of the answer: JSON, NDJSON or CSV.",
    parameters: [explain],
    requestBody: { required: true, content: requestContent(manifest) },
  };
}

function requestContent({ features }: Manifest): Json {
  const example = Object.fromEntries(features.map((feature) => [feature.name, feature.example]));
  const header = features.map((feature) => feature.name).join(",");
  const row = features.map((feature) => csvCell(feature.example)).join(",");
  return {
    "application/json": { schema: ref("Batch"), example: { instances: [example] } },
    "application/x-ndjson": {
      schema: { ...STRING, description: "One Instance a line." },
      example: `${JSON.stringify(example)}\n`,
    },
    "text/csv": {
      schema: { ...STRING, description: "RFC 4180: a header with field names or aliases in any order, then the rows." },
      example: `${header}\r\n${row}\r\n`,
    },
  };
}

function csvCell(value: string | number | boolean): string {
  const cell = String(value);
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

function csvAnswer({ output }: Manifest): string {
  const numbers =
    output.kind === "multiclass" ? output.labels.map((label) => `${output.name}_${label}`) : [output.name];
  const label = output.kind === "regression" ? [] : [output.labelName];
  return `The columns are ${["index", ...numbers, ...label, "error"].join(", ")}; explain=true adds more before error.`;
}

/** The schemas that the operation refers to. */
export function batchSchemas(manifest: Manifest): Json {
  const row = closed({ index: COUNT, ...outputProperties(manifest.output) }, explanationProperties(manifest));
  return {
    Batch: closed({
      instances: {
        type: "array",
        minItems: 1,
        maxItems: MAX_INSTANCES,
        description: "Each item is an Instance; one that is not is answered with its error.",
        items: ref("Instance"),
      },
    }),
    BatchRow: { anyOf: [row, closed({ index: COUNT, error: ref("RowError") })] },
    BatchAnswer: closed({
      predictions: { type: "array", items: ref("BatchRow") },
      rows: COUNT,
      failed: COUNT,
      model_version: { const: manifest.version },
      request_id: STRING,
    }),
  };
}
