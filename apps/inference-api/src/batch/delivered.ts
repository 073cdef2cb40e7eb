import type { AppContext, AppDependencies } from "../http/context.ts";
import type { AbortReason } from "../metrics/metrics.ts";
import { abortReasonOf, reportAborted } from "../http/aborted.ts";

/** What there is to say of an answer when it is over. */
export interface Delivery {
  readonly counts: { readonly rows: number; readonly failed: number };
  /** Why it ends before the request does, where that is a fault of the connection. */
  readonly abortedBy?: AbortReason | undefined;
}

/** `pieces` as the client takes them: when it goes away, the work stops. */
export async function* delivered(
  c: AppContext,
  pieces: AsyncIterable<Uint8Array>,
  answer: Delivery,
  dependencies: AppDependencies,
): AsyncGenerator<Uint8Array> {
  const { metrics, log } = dependencies;
  let reason: AbortReason | undefined = "client_left";
  let fault: unknown;
  try {
    yield* pieces;
    reason = answer.abortedBy;
  } catch (error) {
    reason = abortReasonOf(c, error);
    fault = error;
    if (!c.env?.answer) throw error;
    // An error of the stream would be written to standard error as it is, and into the answer.
    c.env.answer.destroy();
  } finally {
    const { rows, failed } = answer.counts;
    metrics.batch(rows - failed, failed);
    if (reason === undefined) log.info({ request_id: c.get("requestId"), rows, failed }, "batch");
    else reportAborted(c, dependencies, reason, { rows, failed, ...(fault !== undefined && { err: fault }) });
  }
}
