import type { AppContext } from "./context.ts";

/** Header names and values; creating a `Headers` object costs as much as scoring a row. */
type PlainHeaders = Readonly<Record<string, string>>;

/**
 * The only way to answer a request, so that every answer has its X-Request-Id. With two headers, Hono's `c.json` and
 * `c.header` create a `Headers` object, which @hono/node-server takes apart again; plain headers reach Node unchanged.
 */
export function respond(
  c: AppContext,
  body: string | Uint8Array | ReadableStream<Uint8Array> | null,
  status: number,
  headers: PlainHeaders,
): Response {
  return new Response(body, { status, headers: { ...headers, "X-Request-Id": c.get("requestId") } });
}

/** The same with `value` as JSON. */
export function respondJson(c: AppContext, value: unknown, status = 200, headers?: PlainHeaders): Response {
  return respond(c, JSON.stringify(value), status, { "Content-Type": "application/json", ...headers });
}
