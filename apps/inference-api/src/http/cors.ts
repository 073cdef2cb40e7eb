// CORS, for deployments in which nothing in front of the app handles it.
import type { Handler, MiddlewareHandler } from "hono";
import { cors } from "hono/cors";
import type { AppEnv } from "./context.ts";
import { respond } from "./respond.ts";

/** Headers that signed or authenticated requests carry for an endpoint in front; the app itself reads none of them. */
const PROOF_HEADERS = ["authorization", "x-amz-content-sha256", "x-amz-date", "x-amz-security-token"];

/**
 * Answers preflight requests, reported as the route `preflight`, and lets pages of `origins` read all other answers,
 * errors included. Never with credentials: no page gets anything that a browser's cookies could get. Runs for every
 * path, before the routes. It costs a server 35 µs of each prediction's 80, for `Headers` objects (docs/adr/0019), so
 * it is only installed if there are `origins`.
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
