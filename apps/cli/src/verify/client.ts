// Sends authenticated requests to the deployment that is being verified.
import { Failure } from "../exit.ts";
import { isPassingStatus, send as sendRequest, whyUnreachable } from "../http.ts";
import { parseRetryAfter, Passing, withRetries } from "../retry.ts";
import type { Authenticate } from "./authenticate.ts";
import type { Reach } from "./reach.ts";

/** An answer, read to its end. */
export interface Answer {
  readonly status: number;
  readonly mediaType: string;
  /** The body if it is JSON, otherwise undefined. */
  readonly json: unknown;
}

export interface Client {
  /** The address for sentences; requests go where {@link ClientOptions.reach} leads. */
  readonly url: string;
  readonly reach: Reach;
  /** One attempt. @throws {Passing | Failure} if there is no HTTP answer */
  send(path: string, body?: string): Promise<Answer>;
  /** Like `send`, but retries temporary failures. @throws {Failure} */
  sendWithRetries(path: string, body?: string): Promise<Answer>;
}

export interface ClientOptions {
  readonly url: string;
  readonly reach: Reach;
  readonly headers: Headers;
  readonly authenticate: Authenticate;
  /** For one request; at most {@link REQUEST_TIMEOUT_SECONDS}. */
  readonly timeoutSeconds: number;
  readonly signal: AbortSignal;
  readonly onRetry: (sentence: string) => void;
}

const REQUEST_TIMEOUT_SECONDS = 30;
const RETRIES = 4;

/** Sends a GET without a body, otherwise a POST of JSON. */
export function openClient(options: ClientOptions): Client {
  const { url, reach, signal, onRetry } = options;
  const send = async (path: string, body?: string) => read(await request(options, path, body));
  const onFault = (fault: string, waitMs: number) =>
    onRetry(`${fault}; trying again in ${(waitMs / 1000).toFixed(1)} s.`);
  return {
    url,
    reach,
    send,
    sendWithRetries: (path, body) =>
      withRetries({ retries: RETRIES, signal, onRetry: onFault }, async () => {
        const response = await request(options, path, body);
        if (!isPassingStatus(response.status)) return read(response);
        await response.body?.cancel();
        throw new Passing(
          `${url}${path} answered ${response.status}`,
          parseRetryAfter(response.headers.get("retry-after"), Date.now()),
        );
      }),
  };
}

async function request(
  { url, reach, headers, authenticate, signal, timeoutSeconds }: ClientOptions,
  path: string,
  body: string | undefined,
): Promise<Response> {
  const own = new Headers(headers);
  own.set("accept", "application/json, application/problem+json");
  if (body !== undefined) own.set("content-type", "application/json");
  const method = body === undefined ? "GET" : "POST";
  const base = await reach.address().catch((error: unknown) => {
    signal.throwIfAborted();
    throw error;
  });
  const sent = { method, url: `${base}${path}`, headers: own, ...(body !== undefined && { body }) };
  const seconds = Math.min(timeoutSeconds, REQUEST_TIMEOUT_SECONDS);
  const timeout = AbortSignal.timeout(seconds * 1000);
  try {
    const authenticated = await authenticate(sent);
    return await sendRequest(sent.url, { ...sent, headers: authenticated, signal: AbortSignal.any([signal, timeout]) });
  } catch (error) {
    if (timeout.aborted) throw new Passing(`${url} did not answer within ${seconds} s`);
    const reason = whyUnreachable(error);
    if (reason === undefined) throw error;
    if (reason === "bad port") throw new Failure(`${url} cannot be reached (bad port): check the address.`);
    throw new Passing(`${url} cannot be reached (${reason})`);
  }
}

async function read(response: Response): Promise<Answer> {
  const mediaType = (response.headers.get("content-type") ?? "").split(";")[0]?.trim() ?? "";
  const text = await response.text();
  return { status: response.status, mediaType, json: jsonOf(text) };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** The detail of a problem document, for the middle of a sentence; empty if there is none. */
export function detailOf({ json }: Answer): string {
  const detail = (json as { readonly detail?: unknown } | undefined)?.detail;
  return typeof detail === "string" ? `: ${detail.replace(/\.$/, "")}` : "";
}
