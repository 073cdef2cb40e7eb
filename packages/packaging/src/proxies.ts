import * as http from "node:http";
import { PackagingError } from "./errors.ts";

const VARIABLES = ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"] as const;

/** A proxy that is not an address; the message does not show the password. */
export class ProxyError extends PackagingError {}

/**
 * Sends the requests of this process, by fetch and node:https, through the proxy of the environment, as other programs do and
 * Node by itself does not; never those to this machine. Returns a sentence if this Node cannot.
 * @throws {ProxyError}
 */
export function useProxies(environment: Readonly<Record<string, string | undefined>>): string | undefined {
  const given = VARIABLES.filter((name) => environment[name]);
  const [first] = given;
  if (first === undefined || environment["NODE_USE_ENV_PROXY"] === "1") return undefined;
  // Node 22 and early versions of 24 do not have it
  // (https://nodejs.org/api/http.html#httpsetglobalproxyfromenvproxyenv).
  const set = (http as Partial<typeof http>).setGlobalProxyFromEnv;
  if (!set) {
    return `${first} is set, but this Node uses it only if NODE_USE_ENV_PROXY=1 is set too: set that, or install Node 24.14 or newer.`;
  }
  try {
    set(proxyVariables(environment));
  } catch {
    throw new ProxyError(`${given.join(", ")}: not an address of a proxy; write it as http://proxy.example.com:3128.`);
  }
  return undefined;
}

/** The variables of {@link useProxies}, for a client with its own agent (`new https.Agent({ proxyEnv })`). */
export function proxyVariables(
  environment: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string | undefined>> {
  const without = [environment["NO_PROXY"] || environment["no_proxy"], "localhost", "127.0.0.1", "::1"];
  return {
    ...Object.fromEntries(VARIABLES.filter((name) => environment[name]).map((name) => [name, environment[name]])),
    NO_PROXY: without.filter(Boolean).join(","),
  };
}
