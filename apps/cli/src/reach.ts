// What fetch and the network between say of a request that got no answer of the service's own.

const PASSING_STATUSES: ReadonlySet<number> = new Set([429, 502, 503, 504]);

/** A status that a busy, starting or ending service, or a gateway in front of it, answers for a while. */
export function isPassingStatus(status: number): boolean {
  return PASSING_STATUSES.has(status);
}

/** Why `fetch` got no answer, such as ECONNREFUSED; undefined where it threw for another reason. */
export function whyUnreachable(error: unknown): string | undefined {
  if (!(error instanceof TypeError) || !/^(?:fetch failed|terminated)$/.test(error.message)) return undefined;
  // The reason is in the cause.
  const cause = error.cause as NodeJS.ErrnoException | undefined;
  return cause?.code ?? cause?.message ?? error.message;
}
