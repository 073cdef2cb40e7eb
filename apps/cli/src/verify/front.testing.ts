// A stand-in for what may be in front of a deployment, or in its place.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

export interface FrontRequest {
  readonly method: string;
  /** Including the query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

export interface FrontAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Answers with `answerOf`; if that returns undefined, the request goes on to `target`. */
export async function front(
  target: string | undefined,
  answerOf: (request: FrontRequest) => FrontAnswer | Promise<FrontAnswer> | undefined,
): Promise<{ readonly url: string; readonly seen: readonly FrontRequest[] }> {
  const seen: FrontRequest[] = [];
  const server = createServer((incoming, response) => {
    void (async () => {
      const body = Buffer.concat(await Array.fromAsync(incoming as AsyncIterable<Buffer>)).toString();
      const { method = "GET", url: path = "/" } = incoming;
      const request = { method, path, headers: incoming.headers as FrontRequest["headers"], body };
      seen.push(request);
      const answer = (await answerOf(request)) ?? (await forward(target, request));
      response.writeHead(answer.status, answer.headers).end(answer.body);
    })().catch(() => incoming.socket.destroy());
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen };
}

/** The answer of `target`, for a test to change. */
async function forward(
  target: string | undefined,
  { method, path, headers, body }: FrontRequest,
): Promise<FrontAnswer> {
  if (target === undefined) return { status: 404 };
  const contentType = headers["content-type"];
  const answer = await fetch(`${target}${path}`, {
    method,
    headers: { ...(contentType && { "content-type": contentType }) },
    ...(body !== "" && { body }),
  });
  const type = answer.headers.get("content-type");
  return { status: answer.status, ...(type && { headers: { "content-type": type } }), body: await answer.text() };
}

/** `change` of a JSON answer's object. */
export async function changed(
  target: string,
  request: FrontRequest,
  change: (json: Record<string, unknown>) => Record<string, unknown>,
): Promise<FrontAnswer> {
  const { body = "{}", ...rest } = await forward(target, request);
  return { ...rest, body: JSON.stringify(change(JSON.parse(body) as Record<string, unknown>)) };
}
