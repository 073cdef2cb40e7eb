// Building blocks of an OpenAPI document.
import { type ErrorCode, errorTable } from "../errors.ts";

export type Json = Record<string, unknown>;

/** An operation to which responses and a request can be added. */
export type Operation = Json & { responses: Json };

export function ref(name: string): Json {
  return { $ref: `#/components/schemas/${name}` };
}

export function json(schema: Json, description = "Success."): Json {
  return answer({ "application/json": schema }, description);
}

export function text(contentType: string): Json {
  return answer({ [contentType]: { type: "string" } }, "Success.");
}

/** A response; `schemas` has one schema per content type. */
export function answer(schemas: Readonly<Record<string, Json>>, description: string): Json {
  return {
    description,
    headers: { "X-Request-Id": { $ref: "#/components/headers/RequestId" } },
    content: Object.fromEntries(Object.entries(schemas).map(([type, schema]) => [type, { schema }])),
  };
}

export function operation(operationId: string, summary: string, success: Json): Operation {
  return { operationId, summary, responses: { 200: success } };
}

/** The format of an error: by default problem+json, with the status of the error table. */
interface ErrorForm {
  readonly contentType: string;
  readonly schema: string;
  statusOf(code: ErrorCode): number;
}

const problemForm: ErrorForm = {
  contentType: "application/problem+json",
  schema: "Problem",
  statusOf: (code) => errorTable[code].status,
};

/** Adds the responses of `codes`, grouped by status. */
export function withErrors(target: Operation, codes: readonly ErrorCode[], form: ErrorForm = problemForm): Operation {
  const titles = new Map<number, string[]>();
  for (const code of codes) {
    const status = form.statusOf(code);
    titles.set(status, [...(titles.get(status) ?? []), `${errorTable[code].title}.`]);
  }
  const responses = Object.fromEntries(
    [...titles].map(([status, known]) => [
      status,
      answer({ [form.contentType]: ref(form.schema) }, known.join(" Or: ")),
    ]),
  );
  return { ...target, responses: { ...target.responses, ...responses } };
}

/** An object with exactly these members; those in `optional` may be left out. */
export function closed(properties: Json, optional: Json = {}): Json {
  return {
    type: "object",
    required: Object.keys(properties),
    properties: { ...properties, ...optional },
    additionalProperties: false,
  };
}

export const NUMBER = { type: "number" };
export const STRING = { type: "string" };
