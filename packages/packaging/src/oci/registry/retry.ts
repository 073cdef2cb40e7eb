import { RegistryError } from "./errors.ts";

export interface RetryPolicy {
  readonly attempts: number;
  /** Doubled at each attempt. */
  readonly firstDelayMs: number;
  readonly longestDelayMs: number;
}

export const DEFAULT_RETRIES: RetryPolicy = { attempts: 6, firstDelayMs: 500, longestDelayMs: 30_000 };

const PASSING_STATUSES = new Set([408, 425, 429, 500, 502, 503, 504]);

/** Whether the same request may succeed later: no answer, too many requests, or a server error. */
function isPassing(error: unknown): boolean {
  return error instanceof RegistryError && (error.status === undefined || PASSING_STATUSES.has(error.status));
}

/** Calls `attempt` until it succeeds, fails for good, or has failed `attempts` times. */
export async function withRetries<T>(
  policy: RetryPolicy,
  attempt: () => Promise<T>,
  onRetry: (error: Error) => void = () => undefined,
): Promise<T> {
  for (let number = 1; ; number++) {
    try {
      return await attempt();
    } catch (error) {
      if (number >= policy.attempts || !isPassing(error)) throw error;
      onRetry(error as Error);
      const requestedMs = error instanceof RetryAfter ? error.afterMs : 0;
      const delayMs = Math.max(requestedMs, policy.firstDelayMs * 2 ** (number - 1) * (0.5 + Math.random() / 2));
      await new Promise((resolve) => setTimeout(resolve, Math.min(delayMs, policy.longestDelayMs)));
    }
  }
}

/** A refusal that says when to retry. */
export class RetryAfter extends RegistryError {
  readonly afterMs: number;

  constructor(message: string, status: number, afterMs: number) {
    super(message, status);
    this.afterMs = afterMs;
  }
}
