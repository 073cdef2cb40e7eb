import type { Server } from "node:http";
import type { Socket } from "node:net";
import type { ErrorCode } from "@modelport/contracts";
import type { OutsideAnswers } from "./outside-answer.ts";
import type { UnderWay } from "./under-way.ts";

/** Answers input that Node's parser rejects like any other request, and never in the middle of another answer. */
export function answerClientErrors(server: Server, underWay: UnderWay, answers: OutsideAnswers): void {
  // The parser reports an error again for each further piece.
  const failed = new WeakSet<Socket>();
  server.on("clientError", (error: NodeJS.ErrnoException, socket: Socket) => {
    if (failed.has(socket)) return;
    failed.add(socket);
    const code = codeOf(error);
    // Nothing was sent on it, so the answer could cross a request that is on its way.
    const unused = code === "request_timeout" && socket.bytesRead === 0;
    if (error.code === "ECONNRESET" || !socket.writable || unused) return void socket.destroy();
    const pending = underWay.pendingOn(socket);
    if (!pending) answers.refuseBare(socket, code);
    else if (!pending.req.complete) underWay.failBody(pending, code);
    else pending.once("close", () => (socket.writable ? answers.refuseBare(socket, code) : socket.destroy()));
  });
  server.on("connect", ({ method }, socket: Socket) => {
    const refuse = () => answers.refuseBare(socket, "method_not_allowed", { method, ...TUNNEL });
    const pending = underWay.pendingOn(socket);
    socket.on("error", () => socket.destroy());
    if (pending) pending.once("close", refuse);
    else refuse();
  });
}

const TUNNEL = { detail: "This server is not a proxy and opens no tunnel.", headers: { Allow: "GET, HEAD, POST" } };

function codeOf(error: NodeJS.ErrnoException): ErrorCode {
  if (error.code === "HPE_HEADER_OVERFLOW") return "headers_too_large";
  return error.code === "ERR_HTTP_REQUEST_TIMEOUT" ? "request_timeout" : "malformed_request";
}
