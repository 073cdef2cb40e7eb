import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { InvocationRefused } from "./errors.ts";
import { eventShapes, type ShapeResponse } from "./event-shapes/index.ts";
import { httpStream, type HttpStream } from "./http-stream.ts";
import type { LambdaEmulator } from "./lambda-emulator.ts";
import { LAMBDA_LIMITS } from "./lambda-limits.ts";
import { readBody } from "./read-body.ts";

/** A function URL's invoke mode: answers are complete, or streamed. */
export type InvokeMode = "BUFFERED" | "RESPONSE_STREAM";

export interface LambdaFront {
  readonly port: number;
  /** Stops listening and drops open connections; the emulator keeps running. */
  close(): Promise<void>;
}

export interface LambdaFrontOptions {
  readonly emulator: Pick<LambdaEmulator, "invoke" | "invokeStream">;
  /** 0 for a free one. */
  readonly port: number;
  /** Default 127.0.0.1, so that nothing is reachable from the network by default. */
  readonly host?: string;
  /** Default BUFFERED. */
  readonly invokeMode?: InvokeMode | undefined;
}

/** An HTTP server that behaves like a function URL: requests become events, results become responses. */
export async function serveLambda(options: LambdaFrontOptions): Promise<LambdaFront> {
  const { emulator, port, host = "127.0.0.1", invokeMode = "BUFFERED" } = options;
  const answer = invokeMode === "BUFFERED" ? answerWhole : answerWhileMade;
  const server = createServer((request, response) => {
    respond(emulator, answer, request, response).catch(() => response.destroy());
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

type Emulator = LambdaFrontOptions["emulator"];
type Answer = (emulator: Emulator, event: unknown, response: ServerResponse) => Promise<void>;

async function respond(emulator: Emulator, answer: Answer, request: IncomingMessage, response: ServerResponse) {
  const body = await readBody(request, LAMBDA_LIMITS.requestBytes);
  if ("tooLargeBytes" in body) return send(response, plain(413, "Request Entity Too Large"));
  const [path = "/", ...query] = (request.url ?? "/").split("?");
  const event = eventShapes["function-url"].toEvent({
    method: request.method ?? "GET",
    path,
    query: query.join("?"),
    headers: headerLines(request),
    body: body.bytes,
  });
  try {
    await answer(emulator, event, response);
  } catch (error) {
    if (!(error instanceof InvocationRefused)) throw error;
    send(response, plain(error.status, "Request Entity Too Large"));
  }
}

async function answerWhole(emulator: Emulator, event: unknown, response: ServerResponse): Promise<void> {
  const { payload, functionError } = await emulator.invoke(event);
  send(response, functionError ? INTERNAL_ERROR() : eventShapes["function-url"].fromResult(payload));
}

/** A failure before the head is a 502; after it the connection is closed, to mark the answer as partial. */
async function answerWhileMade(emulator: Emulator, event: unknown, response: ServerResponse): Promise<void> {
  const invocation = await emulator.invokeStream(event);
  const answer = await httpStream(invocation);
  if (!answer) return send(response, INTERNAL_ERROR());
  await pass(answer, response);
  if (await invocation.failure) response.destroy();
  else response.end();
}

/** As at AWS, a client that disconnects does not stop the function: the rest is read and dropped. */
async function pass({ status, headers, body }: HttpStream, response: ServerResponse): Promise<void> {
  writeHead(response, status, headers);
  response.flushHeaders();
  const closed = new Promise((resolve) => response.once("close", resolve));
  for await (const piece of body) {
    if (response.destroyed || response.write(piece)) continue;
    await Promise.race([new Promise((resolve) => response.once("drain", resolve)), closed]);
  }
}

function headerLines({ rawHeaders }: IncomingMessage): [string, string][] {
  return rawHeaders.flatMap((name, index) =>
    index % 2 === 0 ? [[name, rawHeaders[index + 1] ?? ""] as [string, string]] : [],
  );
}

const INTERNAL_ERROR = () => plain(502, "Internal Server Error");

function plain(status: number, message: string): ShapeResponse {
  return {
    status,
    headers: new Headers({ "content-type": "application/json" }),
    body: new Uint8Array(Buffer.from(JSON.stringify({ Message: message }))),
  };
}

// The server frames the response itself.
const NOT_FORWARDED = new Set(["connection", "content-length", "keep-alive", "set-cookie", "transfer-encoding"]);

function writeHead(response: ServerResponse, status: number, headers: Headers): void {
  response.statusCode = status;
  for (const [name, value] of headers) if (!NOT_FORWARDED.has(name)) response.setHeader(name, value);
  const cookies = headers.getSetCookie();
  if (cookies.length > 0) response.setHeader("set-cookie", cookies);
}

function send(response: ServerResponse, { status, headers, body }: ShapeResponse): void {
  writeHead(response, status, headers);
  response.setHeader("content-length", body.byteLength);
  response.end(response.req.method === "HEAD" ? undefined : body);
}
