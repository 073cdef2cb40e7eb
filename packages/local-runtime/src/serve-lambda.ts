import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { InvocationRefused } from "./errors.ts";
import { eventShapes, type ShapeResponse } from "./event-shapes/index.ts";
import type { LambdaEmulator } from "./lambda-emulator.ts";
import { LAMBDA_LIMITS } from "./lambda-limits.ts";
import { readBody } from "./read-body.ts";

export interface LambdaFront {
  readonly port: number;
  /** Stops listening and drops open connections; the emulator goes on. */
  close(): Promise<void>;
}

export interface LambdaFrontOptions {
  readonly emulator: Pick<LambdaEmulator, "invoke">;
  /** 0 for a free one. */
  readonly port: number;
  /** Default 127.0.0.1: nothing of this machine answers the network unless asked to. */
  readonly host?: string;
}

/** An HTTP front that does what a Function URL does: requests become events, results become responses. */
export async function serveLambda({ emulator, port, host = "127.0.0.1" }: LambdaFrontOptions): Promise<LambdaFront> {
  const server = createServer((request, response) => {
    respond(emulator, request)
      .then((answer) => send(request, response, answer))
      .catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function respond(emulator: Pick<LambdaEmulator, "invoke">, request: IncomingMessage): Promise<ShapeResponse> {
  const body = await readBody(request, LAMBDA_LIMITS.requestBytes);
  if ("tooLargeBytes" in body) return plain(413, "Request Entity Too Large");
  const [path = "/", ...query] = (request.url ?? "/").split("?");
  const event = eventShapes["function-url"].toEvent({
    method: request.method ?? "GET",
    path,
    query: query.join("?"),
    headers: headerLines(request),
    body: body.bytes,
  });
  try {
    const { payload, functionError } = await emulator.invoke(event);
    return functionError ? plain(502, "Internal Server Error") : eventShapes["function-url"].fromResult(payload);
  } catch (error) {
    if (error instanceof InvocationRefused) return plain(error.status, "Request Entity Too Large");
    throw error;
  }
}

function headerLines({ rawHeaders }: IncomingMessage): [string, string][] {
  return rawHeaders.flatMap((name, index) =>
    index % 2 === 0 ? [[name, rawHeaders[index + 1] ?? ""] as [string, string]] : [],
  );
}

function plain(status: number, message: string): ShapeResponse {
  return {
    status,
    headers: new Headers({ "content-type": "application/json" }),
    body: new Uint8Array(Buffer.from(JSON.stringify({ Message: message }))),
  };
}

// The front frames the response itself.
const NOT_FORWARDED = new Set(["connection", "content-length", "keep-alive", "set-cookie", "transfer-encoding"]);

function send(request: IncomingMessage, response: ServerResponse, { status, headers, body }: ShapeResponse): void {
  response.statusCode = status;
  for (const [name, value] of headers) if (!NOT_FORWARDED.has(name)) response.setHeader(name, value);
  const cookies = headers.getSetCookie();
  if (cookies.length > 0) response.setHeader("set-cookie", cookies);
  response.setHeader("content-length", body.byteLength);
  response.end(request.method === "HEAD" ? undefined : body);
}
