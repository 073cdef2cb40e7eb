import { randomUUID } from "node:crypto";
import type { MiddlewareHandler } from "hono";
import { routePath } from "hono/route";
import type { AppDependencies, AppEnv } from "./app.ts";

const REQUEST_ID = /^[A-Za-z0-9._-]{1,128}$/;

/** Gives each request its id, and reports it to the metrics and the log once it is answered. */
export function observe({ metrics, log, service }: AppDependencies): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const began = performance.now();
    const sent = c.req.header("x-request-id");
    const requestId = sent !== undefined && REQUEST_ID.test(sent) ? sent : (c.env?.requestId ?? randomUUID());
    c.set("requestId", requestId);
    // Before the handler: a header that is set on a finished answer makes the server build that answer a second time.
    c.header("X-Request-Id", requestId);
    // A client that stays on a keep-alive connection would otherwise never leave an instance that is going away.
    if (service.state === "draining") c.header("Connection", "close");
    await next();
    const milliseconds = performance.now() - began;
    const route = matchedRoute(routePath(c, -1), c.res.status);
    metrics.request(route, c.res.status, milliseconds / 1000);
    log.info(
      {
        request_id: requestId,
        method: c.req.method,
        route,
        status: c.res.status,
        milliseconds: Math.round(milliseconds * 1000) / 1000,
      },
      "request",
    );
  };
}

/** Unknown paths share one name: a client must not be able to create a metric series for each path it invents. */
function matchedRoute(pattern: string, status: number): string {
  return status === 404 || status === 405 || pattern === "" || pattern.endsWith("*") ? "unknown" : pattern;
}
