// Answers to requests that never reach the app, with the same problem documents, log lines and metrics.
import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { errorTable, type ErrorCode, problem } from "@modelport/contracts";
import type { AppDependencies } from "../../http/context.ts";
import { problemResponse } from "../../http/refuse.ts";
import { requestIdOf } from "../../http/request-id.ts";

/** How long a client that still sends may take to read the answer before its connection is closed. */
const LINGER_MS = 1000;

interface More {
  readonly detail?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** The request's method, if it is known although there is no request object. */
  readonly method?: string | undefined;
}

export class OutsideAnswers {
  readonly #metrics: AppDependencies["metrics"];
  readonly #log: AppDependencies["log"];

  constructor({ metrics, log }: Pick<AppDependencies, "metrics" | "log">) {
    this.#metrics = metrics;
    this.#log = log;
  }

  /** Refuses a request with the problem document of `code`. */
  refuse(incoming: IncomingMessage, outgoing: ServerResponse, code: ErrorCode, { detail, headers }: More = {}): void {
    const requestId = requestIdOf(incoming.headers["x-request-id"]);
    const body = JSON.stringify(problem(code, requestId, { ...(detail !== undefined && { detail }) }));
    const { status } = errorTable[code];
    this.#report(requestId, status, incoming.method);
    outgoing.writeHead(status, {
      "Content-Type": "application/problem+json",
      "Content-Length": Buffer.byteLength(body),
      "X-Request-Id": requestId,
      ...headers,
    });
    outgoing.end(body);
  }

  /** Answers a request without a body. */
  answer(incoming: IncomingMessage, outgoing: ServerResponse, status: number, headers: Record<string, string>): void {
    const requestId = requestIdOf(incoming.headers["x-request-id"]);
    this.#report(requestId, status, incoming.method);
    outgoing.writeHead(status, { "X-Request-Id": requestId, ...headers });
    outgoing.end();
  }

  /** Only if the app itself throws, which it should not: it answers its handlers' errors itself. */
  failed(error: unknown): Response {
    const requestId = randomUUID();
    this.#log.error({ err: error, request_id: requestId }, "request failed");
    this.#report(requestId, errorTable.internal_error.status);
    return problemResponse("internal_error", requestId, "", errorTable.internal_error.detail);
  }

  /** Refuses input of which Node made no request, and ends the connection. Nothing else may be in progress on it. */
  refuseBare(socket: Socket, code: ErrorCode, { detail, headers = {}, method }: More = {}): void {
    const requestId = randomUUID();
    const body = JSON.stringify(problem(code, requestId, { ...(detail !== undefined && { detail }) }));
    const { status, title } = errorTable[code];
    this.#report(requestId, status, method);
    const all = {
      "Content-Type": "application/problem+json",
      "X-Request-Id": requestId,
      "Content-Length": String(Buffer.byteLength(body)),
      Connection: "close",
      ...headers,
    };
    const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.end(`HTTP/1.1 ${status} ${title}\r\n${lines.join("")}\r\n${body}`);
    socket.resume();
    // Closing at once would reset a client that still sends, and its kernel would drop the answer.
    const timer = setTimeout(() => socket.destroy(), LINGER_MS);
    socket.once("close", () => clearTimeout(timer));
  }

  /** As http/observe.ts does. The path is unknown here, or must not become a metric series. */
  #report(requestId: string, status: number, method?: string): void {
    this.#metrics.request("unknown", status, 0);
    this.#log.info(
      { request_id: requestId, ...(method !== undefined && { method }), route: "unknown", status, milliseconds: 0 },
      "request",
    );
  }
}
