import { answerChallenge, reason, type CredentialSource } from "./authorization.ts";
import { RegistryError } from "./errors.ts";
import type { Reference } from "./reference.ts";
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

/** One repository over the distribution API, with authorization. */
export interface RegistryClient {
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
    let response = await attempt(url, request, authorization);
    const challenge = response.headers.get("www-authenticate");
    if (response.status === 401 && challenge && url.origin === origin) {
      await response.body?.cancel();
      authorization = await answerChallenge(registry, challenge, scope, options.credentials);
      response = await attempt(url, request, authorization);
    }
    if (request.expect.includes(response.status)) return response;
    throw await refusal(response, registry, request, url);
  };

  const attempt = (url: URL, request: RegistryRequest, header: string | undefined) => {
    const { method, body } = request;
    // Never to the storage that a registry redirects to.
    const headers = { ...request.headers, ...(header && url.origin === origin && { authorization: header }) };
    const sent = body === undefined ? fetch(url, { method, headers }) : sendBody(url, { method, headers, body });
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
    repository: `${registry}/${repository}`,
    sendOnce,
    send: (request) => retry(() => sendOnce(request)),
    retry,
  };
}

async function refusal(
  response: Response,
  registry: string,
  { method }: RegistryRequest,
  url: URL,
): Promise<RegistryError> {
  const { status } = response;
  const text = await response.text().catch(() => "");
  const detail = /"message"\s*:\s*"([^"]*)"/.exec(text)?.[1];
  const said = `${registry} answered ${status}${detail ? ` (${detail})` : ""} to ${method} ${url.pathname}`;
  const seconds = Number(response.headers.get("retry-after"));
  if (seconds > 0) return new RetryAfter(`${said}.`, status, seconds * 1000);
  if (status === 401 || status === 403) {
    return new RegistryError(`${said}: check the user name, the password and the rights.`, status);
  }
  return new RegistryError(`${said}.`, status);
}
