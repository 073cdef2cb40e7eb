import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";

/** A client that sends all before it reads gets its answer if it is not much more than was announced here. */
const MOST_READ_BYTES = 1_048_576;
/** Then it has its answer, or never will. */
const LINGER_MS = 2000;

/**
 * The answer is there before the request's body is: it is sent, and the connection ends. Node would read the body to its
 * end, a gigabyte of it; closing at once would make the client's kernel throw the answer away, because what it still sends is
 * answered with a reset. So a little is read, and then nothing until the client has had the time to see its answer.
 */
export function endAfterAnswer(incoming: IncomingMessage, outgoing: ServerResponse): void {
  const { socket } = incoming;
  outgoing.setHeader("Connection", "close");
  let bytes = 0;
  incoming.on("data", (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > MOST_READ_BYTES) incoming.pause();
  });
  // What Node calls when the answer to the last request of a connection has been written.
  socket.destroySoon = once(() => linger(socket, incoming));
}

function linger(socket: Socket, incoming: IncomingMessage): void {
  if (socket.destroyed) return;
  socket.end();
  const end = () => void socket.destroy();
  if (incoming.complete) return end();
  incoming.once("end", end);
  const timer = setTimeout(end, LINGER_MS);
  socket.once("close", () => clearTimeout(timer));
}

function once(run: () => void): () => void {
  let ran = false;
  return () => {
    if (ran) return;
    ran = true;
    run();
  };
}
