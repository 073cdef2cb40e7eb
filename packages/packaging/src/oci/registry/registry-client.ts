import { integerOf } from "@modelport/contracts";
import { answerChallenge, reason, type CredentialSource } from "./authorization.ts";
import { RegistryError } from "./errors.ts";
import type { Reference } from "./reference.ts";
import { addressFrom, plain } from "./remote-address.ts";
import { sendBody } from "./send-body.ts";
import { DEFAULT_RETRIES, RetryAfter, withRetries, type RetryPolicy } from "./retry.ts";

export interface RegistryOptions {
  readonly credentials: CredentialSource;
  readonly retries?: RetryPolicy;
  readonly log?: ((line: string) => void) | undefined;
}

interface RegistryRequest {
  readonly method: "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Below the repository (`blobs/uploads/`), or the absolute address that the registry gave. */
  readonly route: string | URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  /** Statuses that are an answer; any other is an error. */
  readonly expect: readonly number[];
}

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
const MOST_REDIRECTS = 5;

/** One repository over the distribution API, with authorization. */
export interface RegistryClient {
  /** As people write it. */
  readonly registry: string;
  readonly repository: string;
  /** Once: for what must not be repeated as it is. */
  sendOnce(request: RegistryRequest): Promise<Response>;
  /** Again after no answer, 429 or 5xx, with growing pauses. */
  send(request: RegistryRequest): Promise<Response>;
  retry<T>(attempt: (number: number) => Promise<T>): Promise<T>;
}

/** `actions` is what a token is asked for: `pull`, or `pull,push`. */
export function registryClient(reference: Reference, actions: string, options: RegistryOptions): RegistryClient {
  const { registry, origin, repository } = reference;
  const policy = options.retries ?? DEFAULT_RETRIES;
  const scope = `repository:${repository}:${actions}`;
  let authorization: string | undefined;

  const sendOnce = async (request: RegistryRequest): Promise<Response> => {
    const url = new URL(request.route, `${origin}/v2/${repository}/`);
    let response = await follow(url, request);
    const challenge = response.headers.get("www-authenticate");
    // Not of the storage that the registry sent us to: only the registry itself may ask for its credentials.
    if (response.status === 401 && challenge && new URL(response.url).origin === origin) {
      await response.body?.cancel();
      authorization = await answerChallenge(reference, challenge, scope, options.credentials);
      response = await follow(url, request);
    }
    if (request.expect.includes(response.status)) return response;
    throw await refusal(response, reference, request);
  };

  /** Goes where the registry sends a reading request, as fetch would, but never from https to http. */
  const follow = async (start: URL, request: RegistryRequest): Promise<Response> => {
    const mayFollow = request.method === "GET" || request.method === "HEAD";
    let url = start;
    for (let hops = 0; ; hops++) {
      const response = await attempt(url, request);
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
  };

  const attempt = (url: URL, { method, body, headers: given }: RegistryRequest) => {
    // Never to the storage that a registry redirects to.
    const headers = { ...given, ...(authorization && url.origin === origin && { authorization }) };
    const sent =
      body === undefined
        ? fetch(url, { method, headers, redirect: "manual" })
        : sendBody(url, { method, headers, body });
    return sent.catch((error: Error) => {
      throw new RegistryError(
        `The registry ${registry} cannot be reached or broke off (${reason(error)}).`,
        undefined,
        {
          cause: error,
        },
      );
    });
  };

  const retry = <T>(run: (number: number) => Promise<T>) =>
    withRetries(policy, run, (error) => options.log?.(`${error.message} Trying again.`));

  return {
    registry,
    repository: `${registry}/${repository}`,
    sendOnce,
    send: (request) => retry(() => sendOnce(request)),
    retry,
  };
}

async function refusal(
  response: Response,
  { registry, origin }: Reference,
  { method }: RegistryRequest,
): Promise<RegistryError> {
  const { status } = response;
  const url = new URL(response.url);
  const text = await response.text().catch(() => "");
  const detail = /"message"\s*:\s*"([^"]*)"/.exec(text)?.[1];
  const said = `${registry} answered ${status}${detail ? ` (${plain(detail)})` : ""} to ${method} ${url.pathname}`;
  const seconds = integerOf(response.headers.get("retry-after") ?? "") ?? 0;
  if (url.origin !== origin && (status === 401 || status === 403)) {
    return new RegistryError(
      `${registry} sent this request on to ${url.origin}, which answered ${status}: it gets no credentials of ${registry}.`,
      status,
    );
  }
  if (seconds > 0) return new RetryAfter(`${said}.`, status, seconds * 1000);
  if (status === 401 || status === 403) {
    return new RegistryError(`${said}: check the user name, the password and the rights.`, status);
  }
  return new RegistryError(`${said}.`, status);
}
