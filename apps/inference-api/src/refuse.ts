import { errorTable, type ErrorCode, type FieldProblem, problem } from "@modelport/contracts";
import type { Context } from "hono";

/** What an answer may add to the error table's row. */
interface More {
  readonly detail?: string;
  readonly errors?: readonly FieldProblem[];
  readonly headers?: Readonly<Record<string, string>>;
}

/** Answers with the problem document of `code`. */
export function refuse(c: Context, code: ErrorCode, more: More = {}): Response {
  const { headers, detail, errors } = more;
  const document = problem(code, String(c.get("requestId") ?? ""), {
    ...(detail && { detail }),
    ...(errors && { errors }),
  });
  return c.body(JSON.stringify(document), errorTable[code].status, { "Content-Type": PROBLEM, ...headers });
}

/** The same outside the app, where an entry must replace an answer. */
export function problemResponse(code: ErrorCode, requestId: string, detail: string): Response {
  const headers = { "Content-Type": PROBLEM, "X-Request-Id": requestId };
  return new Response(JSON.stringify(problem(code, requestId, { detail })), {
    status: errorTable[code].status,
    headers,
  });
}

const PROBLEM = "application/problem+json";
