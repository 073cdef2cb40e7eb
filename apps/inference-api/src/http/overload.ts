import type { Handler } from "hono";
import type { AppEnv } from "./context.ts";
import { refuse } from "./refuse.ts";

/** Their answers are small, and a platform that does not get them stops an instance that is only busy. */
const PROBES: ReadonlySet<string> = new Set(["/health", "/ready", "/v2/health/live", "/v2/health/ready"]);

/** `handler`, but 503 for requests for which there is no memory. */
export function unlessOverloaded(path: string, handler: Handler<AppEnv>): Handler<AppEnv> {
  if (PROBES.has(path)) return handler;
  return (c, next) => (c.env?.overloaded ? refuse(c, "overloaded") : handler(c, next));
}
