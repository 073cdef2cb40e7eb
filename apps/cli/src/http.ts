// The only place that sends requests.
import { ProxyError, useProxies as useProxiesOf } from "@modelport/packaging/proxies";
import { Failure, shown, UsageError } from "./exit.ts";

const PASSING_STATUSES: ReadonlySet<number> = new Set([429, 502, 503, 504]);

/** A temporary status of a service that is busy, starting or stopping, or of a gateway in front of it. */
export function isPassingStatus(status: number): boolean {
  return PASSING_STATUSES.has(status);
}

/**
 * Sends one request. A redirect is a failure: following it would silently pass secret headers and the rows on to
 * another host.
 * @throws {Failure} for a redirect; for errors of fetch see {@link whyUnreachable}
 */
export async function send(url: string, init: Omit<RequestInit, "redirect">): Promise<Response> {
  const response = await fetch(url, { ...init, redirect: "manual" });
  const { status, headers } = response;
  if (status < 300 || status > 399) return response;
  await response.body?.cancel();
  const location = headers.get("location");
  const where = location === null ? "without saying where to" : `to ${shown(location)}`;
  throw new Failure(
    `${url} answered ${status}, a redirect ${where}: modelport follows no redirect, so that neither headers nor rows reach another host; give --url the address that answers itself.`,
  );
}

/** Why {@link send} got no answer, such as ECONNREFUSED; undefined if it threw for another reason. */
export function whyUnreachable(error: unknown): string | undefined {
  if (!(error instanceof TypeError) || !/^(?:fetch failed|terminated)$/.test(error.message)) return undefined;
  // The reason is in the cause.
  const cause = error.cause as NodeJS.ErrnoException | undefined;
  return cause?.code ?? cause?.message ?? error.message;
}

/** See {@link useProxiesOf}. @throws {UsageError} for a proxy that is not an address */
export function useProxies(environment: Readonly<Record<string, string | undefined>>): string | undefined {
  try {
    return useProxiesOf(environment);
  } catch (error) {
    throw error instanceof ProxyError ? new UsageError(error.message) : error;
  }
}
