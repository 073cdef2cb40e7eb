// The one place where requests leave.
import * as http from "node:http";
import { Failure, shown, UsageError } from "./exit.ts";

const PASSING_STATUSES: ReadonlySet<number> = new Set([429, 502, 503, 504]);

/** A status that a busy, starting or ending service, or a gateway in front of it, answers for a while. */
export function isPassingStatus(status: number): boolean {
  return PASSING_STATUSES.has(status);
}

/**
 * One request. A redirect is a failure: following it would hand headers with secrets, and the rows, to another host, of
 * which nobody would hear.
 * @throws {Failure} for a redirect; what fetch throws where nothing answers, see {@link whyUnreachable}
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

/** Why {@link send} got no answer, such as ECONNREFUSED; undefined where it threw for another reason. */
export function whyUnreachable(error: unknown): string | undefined {
  if (!(error instanceof TypeError) || !/^(?:fetch failed|terminated)$/.test(error.message)) return undefined;
  // The reason is in the cause.
  const cause = error.cause as NodeJS.ErrnoException | undefined;
  return cause?.code ?? cause?.message ?? error.message;
}

const PROXY_VARIABLES = ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"] as const;

/**
 * Lets requests go through the proxy of the environment, as other programs do and Node alone does not; those to this
 * machine never do. Answers a sentence where this Node cannot.
 * @throws {UsageError} for a proxy that is not an address; its password is not shown
 */
export function useProxies(environment: Readonly<Record<string, string | undefined>>): string | undefined {
  const given = PROXY_VARIABLES.filter((name) => environment[name]);
  const [first] = given;
  if (first === undefined || environment["NODE_USE_ENV_PROXY"] === "1") return undefined;
  // Node 22 and early versions of 24 have it not.
  const set = (http as Partial<typeof http>).setGlobalProxyFromEnv;
  if (!set) {
    return `${first} is set, but this Node uses it only if NODE_USE_ENV_PROXY=1 is set too: set that, or install Node 24.14 or newer.`;
  }
  const without = [environment["NO_PROXY"] ?? environment["no_proxy"], "localhost", "127.0.0.1", "::1"];
  try {
    set({
      ...Object.fromEntries(given.map((name) => [name, environment[name]])),
      NO_PROXY: without.filter(Boolean).join(","),
    });
  } catch {
    throw new UsageError(`${given.join(", ")}: not an address of a proxy; write it as http://proxy.example.com:3128.`);
  }
  return undefined;
}
