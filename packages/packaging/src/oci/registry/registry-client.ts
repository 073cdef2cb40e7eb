import { integerOf } from "@modelport/contracts";
import { answerChallenge, type CredentialSource } from "./authorization.ts";
import { RegistryError } from "./errors.ts";
import type { Reference } from "./reference.ts";
import { plain } from "./remote-address.ts";
import { sendFollowing, type RegistryRequest } from "./send-following.ts";
import { DEFAULT_RETRIES, RetryAfter, withRetries, type RetryPolicy } from "./retry.ts";

export interface RegistryOptions {
  readonly credentials: CredentialSource;
  readonly retries?: RetryPolicy;
  readonly log?: ((line: string) => void) | undefined;
}

/** One repository in the distribution API, with authorization. */
export interface RegistryClient {
  /** For people. */
  readonly registry: string;
  readonly repository: string;
  /** One attempt, for requests that must not be repeated unchanged. */
  sendOnce(request: RegistryRequest): Promise<Response>;
  /** Retries after no answer, 429 or 5xx, with growing pauses. */
  send(request: RegistryRequest): Promise<Response>;
  retry<T>(attempt: () => Promise<T>): Promise<T>;
}

/** `actions` is what a token should allow: `pull`, or `pull,push`. */
export function registryClient(reference: Reference, actions: string, options: RegistryOptions): RegistryClient {
  const { registry, origin, repository } = reference;
  const policy = options.retries ?? DEFAULT_RETRIES;
  const scope = `repository:${repository}:${actions}`;
  let authorization: string | undefined;

  const sendOnce = async (request: RegistryRequest): Promise<Response> => {
    const url = new URL(request.route, `${origin}/v2/${repository}/`);
    let response = await sendFollowing(reference, url, request, authorization);
    const challenge = response.headers.get("www-authenticate");
    // Not from storage that the registry redirected to: only the registry itself may request its credentials.
    if (response.status === 401 && challenge && new URL(response.url).origin === origin) {
      await response.body?.cancel();
      authorization = await answerChallenge(reference, challenge, scope, options);
      response = await sendFollowing(reference, url, request, authorization);
    }
    if (request.expect.includes(response.status)) return response;
    throw await refusal(response, reference, request);
  };

  const retry = <T>(run: () => Promise<T>) =>
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
