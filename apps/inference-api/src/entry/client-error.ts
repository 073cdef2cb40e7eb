import { randomUUID } from "node:crypto";
import type { Socket } from "node:net";
import { errorTable, type ErrorCode, problem } from "@modelport/contracts";

/** Node's parser gave up on a request before the app saw it: the same problem document, written by hand. */
export function answerClientError(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === "ECONNRESET" || !socket.writable) {
    socket.destroy();
    return;
  }
  const code = codeOf(error);
  const requestId = randomUUID();
  const body = JSON.stringify(problem(code, requestId));
  socket.end(
    `HTTP/1.1 ${errorTable[code].status} ${errorTable[code].title}\r\nContent-Type: application/problem+json\r\n` +
      `X-Request-Id: ${requestId}\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}

function codeOf(error: NodeJS.ErrnoException): ErrorCode {
  if (error.code === "HPE_HEADER_OVERFLOW") return "headers_too_large";
  return error.code === "ERR_HTTP_REQUEST_TIMEOUT" ? "request_timeout" : "malformed_request";
}
