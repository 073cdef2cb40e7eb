import { errorTable, type ErrorCode, type FieldProblem, problem } from "@modelport/contracts";
import type { Context } from "hono";

/** Answers with the problem document of `code`. */
export function refuse(
  c: Context,
  code: ErrorCode,
  more: { detail?: string; errors?: readonly FieldProblem[]; headers?: Record<string, string> } = {},
): Response {
  const { headers, ...rest } = more;
  const requestId = String(c.get("requestId") ?? "");
  return c.body(JSON.stringify(problem(code, requestId, rest)), errorTable[code].status, {
    "Content-Type": "application/problem+json",
    ...headers,
  });
}
