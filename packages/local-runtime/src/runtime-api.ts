import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { LAMBDA_LIMITS } from "./lambda-limits.ts";
import { readBody } from "./read-body.ts";
import { isStreamed, streamedResponse, type StreamedResponse } from "./streamed-response.ts";

const PREFIX = "/2018-06-01/runtime";

/** What a function gets from `GET /invocation/next`. */
interface Invocation {
  readonly requestId: string;
  readonly deadlineMs: number;
  readonly functionArn: string;
  readonly traceId: string;
  readonly event: Buffer;
}

/** What a function posted for an invocation. */
export type Outcome =
  | { readonly kind: "response"; readonly body: Buffer }
  | { readonly kind: "stream"; readonly stream: StreamedResponse }
  | { readonly kind: "error"; readonly body: Buffer }
  | { readonly kind: "too-large"; readonly bytes: number };

/** The Runtime API of one environment: one function process, one invocation at a time. */
export interface RuntimeApi {
  /** `host:port`, the value of AWS_LAMBDA_RUNTIME_API. */
  readonly address: string;
  /** Settles when the function requests its first invocation, or with the body of `init/error` if it posts that. */
  readonly initialized: Promise<{ readonly initError?: Buffer }>;
  /** Passes the invocation to the function when it requests one; `taken` says whether it has. */
  deliver(invocation: Invocation): { readonly outcome: Promise<Outcome>; readonly taken: boolean };
  close(): Promise<void>;
}

/** @param onIdle Called when the function requests an event and none is waiting. */
export async function startRuntimeApi(onIdle: () => void = () => undefined): Promise<RuntimeApi> {
  const initialized = Promise.withResolvers<{ initError?: Buffer }>();
  let poll: ServerResponse | undefined;
  let current: { invocation: Invocation; taken: boolean; outcome: PromiseWithResolvers<Outcome> } | undefined;

  const deliverIfPolled = () => {
    if (!poll || !current || current.taken) return;
    current.taken = true;
    sendInvocation(poll, current.invocation);
    poll = undefined;
  };

  const next = (response: ServerResponse) => {
    initialized.resolve({});
    poll = response;
    response.on("close", () => void (poll === response && (poll = undefined)));
    deliverIfPolled();
    if (poll === response) onIdle();
  };

  const stream = async (request: IncomingMessage, response: ServerResponse, requestId: string) => {
    if (current?.invocation.requestId !== requestId) return answer(response, 400, INVALID_REQUEST_ID);
    const streamed = streamedResponse(request, LAMBDA_LIMITS.streamBytes);
    current.outcome.resolve({ kind: "stream", stream: streamed });
    const { kind } = await streamed.ended;
    current = undefined;
    if (kind === "too-large") answer(response, 413, tooLarge(LAMBDA_LIMITS.streamBytes));
    else if (kind !== "cut") answer(response, 202, { status: "OK" });
  };

  const settle = async (request: IncomingMessage, response: ServerResponse, requestId: string, kind: string) => {
    const body = await readBody(request, LAMBDA_LIMITS.responseBytes);
    if (current?.invocation.requestId !== requestId) return answer(response, 400, INVALID_REQUEST_ID);
    const { outcome } = current;
    current = undefined;
    if ("tooLargeBytes" in body) {
      outcome.resolve({ kind: "too-large", bytes: body.tooLargeBytes });
      return answer(response, 413, tooLarge(LAMBDA_LIMITS.responseBytes));
    }
    outcome.resolve({ kind: kind === "error" ? "error" : "response", body: body.bytes });
    answer(response, 202, { status: "OK" });
  };

  const route = async (request: IncomingMessage, response: ServerResponse) => {
    const path = request.url ?? "";
    if (request.method === "GET" && path === `${PREFIX}/invocation/next`) return next(response);
    if (request.method === "POST" && path === `${PREFIX}/init/error`) {
      const body = await readBody(request, LAMBDA_LIMITS.responseBytes);
      initialized.resolve({ initError: "bytes" in body ? body.bytes : Buffer.from("{}") });
      return answer(response, 202, { status: "OK" });
    }
    const match = /^\/2018-06-01\/runtime\/invocation\/([^/]+)\/(response|error)$/.exec(path);
    const [, requestId, kind] = match ?? [];
    if (request.method === "POST" && requestId && kind) {
      const isStream = kind === "response" && isStreamed(request);
      return isStream ? stream(request, response, requestId) : settle(request, response, requestId, kind);
    }
    answer(response, 404, { errorType: "NotFound", errorMessage: `${request.method} ${path}` });
  };

  const server = createServer((request, response) => {
    route(request, response).catch(() => response.destroy());
  });
  // A function may take any time between two requests.
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));

  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    initialized: initialized.promise,
    deliver(invocation) {
      const delivery = { invocation, taken: false, outcome: Promise.withResolvers<Outcome>() };
      current = delivery;
      deliverIfPolled();
      return {
        outcome: delivery.outcome.promise,
        get taken() {
          return delivery.taken;
        },
      };
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const INVALID_REQUEST_ID = { errorType: "InvalidRequestID", errorMessage: "Invalid request ID" };

function tooLarge(limitBytes: number) {
  const errorMessage = `Exceeded maximum allowed payload size (${limitBytes} bytes).`;
  return { errorType: "RequestEntityTooLarge", errorMessage };
}

function sendInvocation(response: ServerResponse, invocation: Invocation): void {
  response.writeHead(200, {
    "Content-Type": "application/json",
    "Content-Length": invocation.event.byteLength,
    "Lambda-Runtime-Aws-Request-Id": invocation.requestId,
    "Lambda-Runtime-Deadline-Ms": invocation.deadlineMs,
    "Lambda-Runtime-Invoked-Function-Arn": invocation.functionArn,
    "Lambda-Runtime-Trace-Id": invocation.traceId,
  });
  response.end(invocation.event);
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "Content-Type": "application/json" });
  response.end(JSON.stringify(body));
}
