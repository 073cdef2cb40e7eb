import type { MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { AppEnv } from "./app.ts";
import { refuse } from "./refuse.ts";

/**
 * Refuses bodies of more than `mostBytes`. An announced length is compared and the body left alone: Hono's own middleware
 * opens it as a stream first, which costs a server more than everything else that it does for a prediction.
 */
export function limitBody(mostBytes: number): MiddlewareHandler<AppEnv> {
  const detail = `The body may have at most ${mostBytes} bytes.`;
  const counted = bodyLimit({ maxSize: mostBytes, onError: (c) => refuse(c, "payload_too_large", { detail }) });
  return (c, next) => {
    const length = c.req.header("content-length");
    if (length === undefined || c.req.header("transfer-encoding") !== undefined) return counted(c, next);
    return Number(length) > mostBytes ? Promise.resolve(refuse(c, "payload_too_large", { detail })) : next();
  };
}
