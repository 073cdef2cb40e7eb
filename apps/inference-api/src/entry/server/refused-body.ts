import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";

/** A client that sends everything before it reads gets its answer if it sends not much more than this. */
const MOST_READ_BYTES = 1_048_576;
/** By then the client has its answer, or never will. */
const LINGER_MS = 2000;

/**
 * For an answer that is ready before the request's body has arrived: sends it and ends the connection. Node would read
 * the whole body, even a gigabyte of it. Closing at once would make the client's kernel discard the answer, because
 * what it still sends is answered with a reset. So a little is read, and then nothing until the client has had time to
 * read its answer.
 */
export function endAfterAnswer(incoming: IncomingMessage, outgoing: ServerResponse): void {
  const { socket } = incoming;
  outgoing.setHeader("Connection", "close");
  let bytes = 0;
  incoming.on("data", (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > MOST_READ_BYTES) incoming.pause();
  });
  // Node calls this when the answer to the last request of a connection has been written.
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
