import { once } from "node:events";
import { type ClientRequest, type IncomingMessage, request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";

export interface Upload {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** A Response must not have a body with these. */
const BODILESS: ReadonlySet<number> = new Set([204, 205, 304]);

/**
 * Like fetch, for bodies that take a while: fetch gives up if there is no answer 300 s after it began to send, too
 * early for a layer on a slow line (nodejs/undici, headersTimeout). Redirects are not followed.
 */
export async function sendBody(url: URL, { method, headers, body }: Upload): Promise<Response> {
  const open = url.protocol === "http:" ? httpRequest : httpsRequest;
  const request: ClientRequest = open(url, {
    method,
    headers: { ...headers, "content-length": String(body.byteLength) },
  });
  request.end(body);
  const [answer] = (await once(request, "response")) as [IncomingMessage];
  // A registry that refuses may close before it has read everything; its answer is more useful than the broken
  // connection.
  request.on("error", () => undefined);
  const text = Buffer.concat(await answer.toArray());
  const lines = Object.entries(answer.headersDistinct).flatMap(([name, values = []]) =>
    values.map((value): [string, string] => [name, value]),
  );
  const status = answer.statusCode ?? 500;
  const response = new Response(BODILESS.has(status) ? null : new Uint8Array(text), { status, headers: lines });
  // A relative Location is relative to this URL.
  return Object.defineProperty(response, "url", { value: url.href });
}
