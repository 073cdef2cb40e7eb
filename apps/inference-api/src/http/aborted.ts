import { routePath } from "hono/route";
import type { AppContext, AppDependencies } from "./context.ts";
import type { AbortReason } from "../metrics/metrics.ts";
import { BodyFailed } from "./body-failed.ts";

/**
 * Logs and counts an answer that broke off. Its status, often 200, has already been sent, logged and counted, so
 * without this line the failure would go unnoticed.
 */
export function reportAborted(
  c: AppContext,
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
export function abortReasonOf(c: AppContext, error: unknown): AbortReason {
  if (error instanceof BodyFailed) return "request_failed";
  return c.req.raw.signal.aborted ? "client_left" : "internal_error";
}
