import type { ErrorHandler, Handler } from "hono";
import type { AppDependencies, AppEnv } from "./context.ts";
import { requestIdOf } from "./request-id.ts";

/**
 * Wraps the handler of each route: gives the request its id, passes errors to `onError`, and reports the answer to the
 * metrics and the log. As Hono middleware it would cost a tenth of the throughput: Hono calls a route with one handler
 * and no middleware without its chain of promises.
 */
export function observer({ metrics, log, service }: AppDependencies, onError: ErrorHandler<AppEnv>) {
  return (pattern: string, handler: Handler<AppEnv>): Handler<AppEnv> =>
    async (c, next) => {
      const began = performance.now();
      const requestId = requestIdOf(c.req.header("x-request-id"), c.env?.requestId);
      c.set("requestId", requestId);
      let response: Response;
      try {
        response = (await handler(c, next)) as Response;
      } catch (error) {
        response = await onError(error as Error, c);
      }
      // Otherwise a client with a keep-alive connection would never leave an instance that is shutting down.
      if (service.state === "draining") response.headers.set("Connection", "close");
      const { status } = response;
      const route = routeName(pattern, status);
      const milliseconds = performance.now() - began;
      metrics.request(route, status, milliseconds / 1000);
      log.info(
        {
          request_id: requestId,
          method: c.req.method,
          route,
          status,
          milliseconds: Math.round(milliseconds * 1000) / 1000,
        },
        "request",
      );
      return response;
    };
}

/** Unknown paths share one name: a client must not be able to create a metric series for each path it invents. */
function routeName(pattern: string, status: number): string {
  return status === 404 || status === 405 ? "unknown" : pattern;
}
