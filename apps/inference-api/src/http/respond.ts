import type { AppContext } from "./context.ts";

/** Header names and values; a `Headers` object would cost a server as much as scoring the row. */
type PlainHeaders = Readonly<Record<string, string>>;

/**
 * The one way to answer a request, so that every answer has its X-Request-Id. Hono's own (`c.json`, `c.header`) make a
 * `Headers` object of two headers, which @hono/node-server takes apart again; plain ones go to Node as they are.
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
