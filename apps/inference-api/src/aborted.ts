import type { Context } from "hono";
import { routePath } from "hono/route";
import type { AppDependencies, AppEnv } from "./app.ts";
import { BodyFailed } from "./body-failed.ts";

/** Why an answer did not reach its client whole, after its status was sent or when nobody waited for it any more. */
export type AbortReason = "client_left" | "request_failed" | "answer_not_read" | "internal_error";

/**
 * Logs and counts an answer that broke off. Its status, often 200, has been logged and counted before, and it is all that
 * the client was told: without this line nobody would learn of it.
 */
export function reportAborted(
  c: Context<AppEnv>,
  { metrics, log }: Pick<AppDependencies, "metrics" | "log">,
  reason: AbortReason,
  more: Readonly<Record<string, unknown>> = {},
): void {
  const route = routePath(c, -1);
  metrics.aborted(route, reason);
  const values = { request_id: c.get("requestId"), route, reason, ...more };
  if (reason === "internal_error") log.error(values, "answer broke off");
  else log.info(values, "answer broke off");
}

/** The reason for an answer that broke off with `error`. */
export function abortReasonOf(c: Context<AppEnv>, error: unknown): AbortReason {
  if (error instanceof BodyFailed) return "request_failed";
  return c.req.raw.signal.aborted ? "client_left" : "internal_error";
}
