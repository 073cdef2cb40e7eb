// The only error table: every error that the API answers is here, and the documentation is generated from it.

/** Code -> HTTP status, title, and the default detail. */
export const errorTable = {
  malformed_request: {
    status: 400,
    title: "The request is not valid HTTP",
    detail: "Send a well-formed HTTP/1.1 request.",
  },
  invalid_json: { status: 400, title: "The body is not valid JSON", detail: "Send one JSON object." },
  invalid_encoding: { status: 400, title: "The body is not UTF-8", detail: "Send text in UTF-8." },
  invalid_csv: { status: 400, title: "The body is not valid CSV", detail: "Send CSV as RFC 4180 describes it." },
  invalid_parameter: { status: 400, title: "A query parameter is not valid", detail: "Correct the parameter." },
  not_found: { status: 404, title: "No such route", detail: "The routes are listed in /openapi.json." },
  request_timeout: {
    status: 408,
    title: "The request did not arrive in time",
    detail: "Send the whole request without pauses.",
  },
  method_not_allowed: { status: 405, title: "Method not allowed", detail: "The Allow header lists the methods." },
  payload_too_large: { status: 413, title: "The body is too large", detail: "Send a smaller body." },
  answer_too_large: {
    status: 413,
    title: "The answer is too large for this endpoint",
    detail: "Send fewer rows at a time, or leave out explain=true.",
  },
  answer_not_read: {
    status: 413,
    title: "The answer was not read while the request was sent",
    detail: "Read the answer while sending the request, or send fewer rows at a time.",
  },
  unsupported_media_type: {
    status: 415,
    title: "Unsupported content type",
    detail: "Send Content-Type: application/json in UTF-8.",
  },
  expectation_failed: {
    status: 417,
    title: "The Expect header cannot be met",
    detail: "The only expectation that is met is 100-continue; leave out the Expect header.",
  },
  validation_failed: { status: 422, title: "The request does not fit the model's signature", detail: "See errors." },
  explanation_unavailable: {
    status: 422,
    title: "This model gives no explanations",
    detail: "Its manifest names no contributions output; leave out explain=true.",
  },
  output_not_finite: {
    status: 422,
    title: "The model's output is not a finite number",
    detail: "The model computes no finite number from these values; send others.",
  },
  headers_too_large: {
    status: 431,
    title: "The request's headers are too large",
    detail: "Send headers of at most 16 KiB in all.",
  },
  internal_error: {
    status: 500,
    title: "Internal error",
    detail: "The request was not answered because of a fault in the service; its log names the request id.",
  },
  not_ready: { status: 503, title: "Not ready", detail: "The model is not loaded yet; try again in a moment." },
  overloaded: {
    status: 503,
    title: "Too much at once",
    detail: "This instance has no memory for the request now; send it again after the seconds that Retry-After names.",
  },
} as const satisfies Record<string, { status: number; title: string; detail: string }>;

export type ErrorCode = keyof typeof errorTable;

/** An error of one field: `pointer` is a JSON pointer (RFC 6901) into the request body. */
export interface FieldProblem {
  pointer: string;
  code: "missing" | "unknown_field" | "duplicate_field" | "wrong_type" | "out_of_range" | "not_allowed";
  detail: string;
}

/** The body of an error answer: RFC 9457 problem details with a stable `code`. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: ErrorCode;
  request_id: string;
  errors?: readonly FieldProblem[];
}

/** The problem document of one error; `detail` replaces the table's, `errors` lists the invalid fields. */
export function problem(
  code: ErrorCode,
  requestId: string,
  more: { detail?: string; errors?: readonly FieldProblem[] } = {},
): Problem {
  const { status, title, detail } = errorTable[code];
  return {
    type: `urn:modelport:problem:${code}`,
    title,
    status,
    detail: more.detail ?? detail,
    code,
    request_id: requestId,
    ...(more.errors && { errors: more.errors }),
  };
}
