// Pages of other origins, where nothing in front of the app answers browsers for it.
import type { Handler, MiddlewareHandler } from "hono";
import { cors } from "hono/cors";
import type { AppEnv } from "./context.ts";
import { respond } from "./respond.ts";

/** What a front that reads signatures or tokens demands of a page; the app itself reads none of them. */
const PROOF_HEADERS = ["authorization", "x-amz-content-sha256", "x-amz-date", "x-amz-security-token"];

/**
 * Answers preflights, observed as the route `preflight`, and lets pages of `origins` read all other answers, refusals among
 * them. Never with credentials: no page gets what a browser's cookies could get. For every path, before the routes; it
 * costs a server 35 µs of each prediction's 80, for `Headers` objects (docs/adr/0019), and is not there without `origins`.
 */
export function corsMiddleware(
  origins: readonly string[],
  observed: (pattern: string, handler: Handler<AppEnv>) => Handler<AppEnv>,
): MiddlewareHandler<AppEnv> {
  const allow = cors({
    origin: origins.includes("*") ? "*" : [...origins],
    allowMethods: ["GET", "POST"],
    allowHeaders: ["content-type", "x-request-id", ...PROOF_HEADERS],
    exposeHeaders: ["x-request-id", "x-model-version", "retry-after"],
    maxAge: 3600,
  });
  const preflight = observed("preflight", async (c, next) => {
    const answer = (await allow(c, next)) as Response;
    return respond(c, null, answer.status, Object.fromEntries(answer.headers));
  });
  return async (c, next) => {
    const answer = c.req.method === "OPTIONS" ? preflight(c, next) : allow(c, next);
    return (await answer) as Response | undefined;
  };
}
