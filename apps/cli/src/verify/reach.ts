// The way from this machine to the deployment.

/** Where requests really go. */
export interface Reach {
  /** The base of the next request, without a trailing slash. @throws {Passing | Failure | UsageError} if there is no way */
  address(): Promise<string>;
  /** Makes the next request take a new way: one may lead to an instance that a rollout is about to stop. */
  renew(): Promise<void>;
  close(): Promise<void>;
  /** How long an instance of the previous deployment may still answer. */
  readonly rolloutSeconds: number;
  /** For the end of a sentence; empty if requests go to the address itself. */
  readonly through: string;
  /** What helps if nothing answers, as the end of a sentence without a period. */
  readonly remedy: string;
}

/** For a load balancer, an alias or a cache, which may still lead to the previous deployment. */
const ROLLOUT_SECONDS = 30;

/** @param cidrs the only addresses that are let in, if there is such a list */
export function directReach(url: string, cidrs: readonly string[] = []): Reach {
  const nothing = () => Promise.resolve();
  return {
    address: () => Promise.resolve(url),
    renew: nothing,
    close: nothing,
    rolloutSeconds: ROLLOUT_SECONDS,
    through: "",
    remedy:
      cidrs.length === 0
        ? "check the address, and in the service's log whether it started; --timeout-seconds is how long to wait"
        : `only callers from ${cidrs.join(", ")} are let in, so verify from there, or add this machine's address to the stack's settings`,
  };
}
