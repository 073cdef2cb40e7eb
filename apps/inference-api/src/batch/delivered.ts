import type { AppContext, AppDependencies } from "../http/context.ts";
import type { AbortReason } from "../metrics/metrics.ts";
import { abortReasonOf, reportAborted } from "../http/aborted.ts";

/** What is known of an answer once it has ended. */
export interface Delivery {
  readonly counts: { readonly rows: number; readonly failed: number };
  /** Why the answer ends before the request does, if the connection is at fault. */
  readonly abortedBy?: AbortReason | undefined;
}

/** `pieces` as the client reads them; when the client disconnects, the work stops. */
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
    // Node would write an error of the stream to standard error and into the answer.
    c.env.answer.destroy();
  } finally {
    const { rows, failed } = answer.counts;
    metrics.batch(rows - failed, failed);
    if (reason === undefined) log.info({ request_id: c.get("requestId"), rows, failed }, "batch");
    else reportAborted(c, dependencies, reason, { rows, failed, ...(fault !== undefined && { err: fault }) });
  }
}
