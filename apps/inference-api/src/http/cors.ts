// CORS, for deployments in which nothing in front of the app handles it.
import { CORS } from "@modelport/contracts";
import type { Handler, MiddlewareHandler } from "hono";
import { cors } from "hono/cors";
import type { AppEnv } from "./context.ts";
import { respond } from "./respond.ts";

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
    allowMethods: [...CORS.methods],
    // The app reads no credentials, but an endpoint in front of it may.
    allowHeaders: [...CORS.requestHeaders, ...CORS.credentialHeaders],
    exposeHeaders: [...CORS.responseHeaders],
    maxAge: CORS.maxAgeSeconds,
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
