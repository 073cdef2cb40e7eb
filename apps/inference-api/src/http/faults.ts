import type { ErrorHandler, NotFoundHandler } from "hono";
import type { RouterRoute } from "hono/types";
import type { AppContext, AppDependencies, AppEnv } from "./context.ts";
import { reportAborted } from "./aborted.ts";
import { BodyFailed } from "./body-failed.ts";
import { refuse } from "./refuse.ts";

/** The last catch: the client learns nothing about internals; the log gets the error and the request id. */
export function onError(dependencies: Pick<AppDependencies, "metrics" | "log">): ErrorHandler<AppEnv> {
  const { log } = dependencies;
  return (error, c) => {
    if (error instanceof BodyFailed) return refuse(c, error.code);
    // The client disconnected while its body was being read: nobody reads the answer, and the service is not at fault.
    if (c.req.raw.signal.aborted) {
      reportAborted(c, dependencies, "client_left");
      return refuse(c, "malformed_request");
    }
    log.error({ err: error, request_id: c.get("requestId"), path: c.req.path }, "request failed");
    return refuse(c, "internal_error");
  };
}

/** 405 with an Allow header if the path exists with another method, otherwise 404. */
export function methodGuard(routes: readonly Pick<RouterRoute, "method" | "path">[]): NotFoundHandler<AppEnv> {
  const methods = new Map<string, Set<string>>();
  for (const { path, method } of routes) {
    methods.set(path, (methods.get(path) ?? new Set()).add(method));
  }
  const patterns = [...methods].map(([path, known]) => ({ pattern: patternOf(path), known }));
  return (c: AppContext) => {
    const known = patterns.find(({ pattern }) => pattern.test(c.req.path))?.known;
    if (!known)
      return refuse(c, "not_found", { detail: `There is no route ${shortened(c.req.path)}; see /openapi.json.` });
    const allow = [...known, ...(known.has("GET") ? ["HEAD"] : [])].join(", ");
    const detail = `${shortened(c.req.path)} takes ${allow}, not ${c.req.method}.`;
    return refuse(c, "method_not_allowed", { detail, headers: { Allow: allow } });
  };
}

/** What a route's path matches: `:name` stands for one segment. */
function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&").replaceAll(/:[a-z]+/g, "[^/]+")}$`);
}

function shortened(path: string): string {
  return path.length > 100 ? `${path.slice(0, 97)}...` : path;
}
