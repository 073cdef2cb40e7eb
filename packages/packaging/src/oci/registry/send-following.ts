import { reason } from "./authorization.ts";
import { RegistryError } from "./errors.ts";
import type { Reference } from "./reference.ts";
import { addressFrom, plain } from "./remote-address.ts";
import { sendBody } from "./send-body.ts";

export interface RegistryRequest {
  readonly method: "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Below the repository (`blobs/uploads/`), or an absolute URL from the registry. */
  readonly route: string | URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  /** Accepted statuses; any other is an error. */
  readonly expect: readonly number[];
}

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
const MOST_REDIRECTS = 5;

/** Sends a request. Follows the redirects of a reading request as fetch does, but never from https to http. */
export async function sendFollowing(
  { registry, origin }: Reference,
  start: URL,
  request: RegistryRequest,
  authorization: string | undefined,
): Promise<Response> {
  const mayFollow = request.method === "GET" || request.method === "HEAD";
  let url = start;
  for (let hops = 0; ; hops++) {
    // Never to storage that a registry redirects to.
    const response = await sendTo(registry, url, request, url.origin === origin ? authorization : undefined);
    const location = REDIRECTS.has(response.status) && mayFollow ? response.headers.get("location") : null;
    if (location === null || hops === MOST_REDIRECTS) return response;
    await response.body?.cancel();
    const next = addressFrom(url.href, location);
    if (next === undefined) {
      throw new RegistryError(
        `${registry} sent this request on to ${plain(location)}, but images are fetched over https only: tell the people who run that registry.`,
        response.status,
      );
    }
    url = next;
  }
}

function sendTo(
  registry: string,
  url: URL,
  { method, body, headers: given }: RegistryRequest,
  authorization: string | undefined,
): Promise<Response> {
  const headers = { ...given, ...(authorization !== undefined && { authorization }) };
  const sent =
    body === undefined ? fetch(url, { method, headers, redirect: "manual" }) : sendBody(url, { method, headers, body });
  return sent.catch((cause: Error) => {
    throw new RegistryError(`The registry ${registry} cannot be reached or broke off (${reason(cause)}).`, undefined, {
      cause,
    });
  });
}
