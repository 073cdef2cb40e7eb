import { errorTable, type ErrorCode, type FieldProblem, type Problem, problem } from "@modelport/contracts";
import type { AppContext } from "./context.ts";
import { respond } from "./respond.ts";

/** What an answer may add to the row of the error table. */
interface More {
  readonly detail?: string;
  readonly errors?: readonly FieldProblem[];
  readonly headers?: Readonly<Record<string, string>>;
}

/** In seconds: the largest batch is answered by then. */
const RETRY = { "Retry-After": "2" };

/** Answers with the problem document of `code`; under /v2 in the form of the Open Inference Protocol. */
export function refuse(c: AppContext, code: ErrorCode, more: More = {}): Response {
  const { headers = code === "overloaded" ? RETRY : undefined, detail, errors } = more;
  const document = problem(code, c.get("requestId"), {
    ...(detail && { detail }),
    ...(errors && { errors }),
  });
  const { status, type, text } = written(document, c.req.path);
  return respond(c, text, status, { "Content-Type": type, ...headers });
}

/** The same outside the app, for an entry that must replace an answer. */
export function problemResponse(code: ErrorCode, requestId: string, path: string, detail: string): Response {
  const { status, type, text } = written(problem(code, requestId, { detail }), path);
  return new Response(text, { status, headers: { "Content-Type": type, "X-Request-Id": requestId } });
}

/** The protocol's errors are `{"error": sentence}`, and input that does not fit the model is a plain 400. */
function written(document: Problem, path: string) {
  const { status } = errorTable[document.code];
  if (path !== "/v2" && !path.startsWith("/v2/")) {
    return { status, type: "application/problem+json", text: JSON.stringify(document) };
  }
  const text = JSON.stringify({ error: document.detail });
  return { status: status === 422 ? 400 : status, type: "application/json", text } as const;
}
