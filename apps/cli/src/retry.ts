import { setTimeout as sleep } from "node:timers/promises";
import { Failure } from "./exit.ts";

/** An attempt that failed in a way that may be temporary. */
export class Passing extends Error {
  override name = "Passing";
  readonly retryAfterMs: number | undefined;
  constructor(message: string, retryAfterMs?: number) {
    super(message);
    this.retryAfterMs = retryAfterMs;
  }
}

/** How often to retry, and how long to wait. */
export interface RetryPolicy {
  readonly retries: number;
  readonly signal: AbortSignal;
  /** Called before each wait. */
  readonly onRetry: (fault: string, waitMs: number, retry: number) => void;
}

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 30_000;
/** If a server asks to wait longer than five minutes, the request fails. */
const LONGEST_RETRY_AFTER_MS = 300_000;

/** Calls `attempt` until it throws no Passing, with at most `retries` retries. @throws {Failure} after that */
export async function withRetries<Result>(policy: RetryPolicy, attempt: () => Promise<Result>): Promise<Result> {
  for (let retry = 1; ; retry++) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof Passing) || policy.signal.aborted) throw error;
      if (retry > policy.retries) {
        throw new Failure(`${error.message}; gave up after ${retry} ${retry === 1 ? "try" : "tries"}.`);
      }
      const requestedMs = error.retryAfterMs ?? 0;
      if (requestedMs > LONGEST_RETRY_AFTER_MS) {
        throw new Failure(
          `${error.message} and requires a wait of ${Math.round(requestedMs / 1000)} s: try again then.`,
        );
      }
      const waitMs = Math.max(requestedMs, backoffMs(retry, Math.random()));
      policy.onRetry(error.message, waitMs, retry);
      await sleep(waitMs, undefined, { signal: policy.signal });
    }
  }
}

/** Doubles with each retry; `random` (0 to 1) spreads many clients over the second half of the wait. */
export function backoffMs(retry: number, random: number): number {
  return Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (retry - 1)) * (0.5 + random / 2);
}

/** The value of a Retry-After header, seconds or a date, in milliseconds from now. */
export function parseRetryAfter(header: string | null, nowMs: number): number | undefined {
  if (header === null) return undefined;
  if (/^\d+$/.test(header.trim())) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - nowMs);
}
