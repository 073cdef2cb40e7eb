import type { Socket } from "node:net";

/** What was last seen of a connection that has bytes to send. */
interface Seen {
  readonly pending: number;
  readonly written: number;
  readonly since: number;
}

/**
 * Ends connections whose client has taken nothing of its answer for `timeoutMs`: what waits to be sent is held in memory. A
 * slow client, which takes some of it now and then, is left alone. `ended` hears how many went at a time.
 */
export function endStalledAnswers(
  sockets: Iterable<Socket>,
  timeoutMs: number,
  ended: (connections: number) => void,
): void {
  let seen = new Map<Socket, Seen>();
  const look = () => {
    const now = performance.now();
    const still = new Map<Socket, Seen>();
    let count = 0;
    for (const socket of sockets) {
      const { writableLength: pending, bytesWritten: written } = socket;
      if (pending === 0) continue;
      const last = seen.get(socket);
      const same = last?.pending === pending && last.written === written;
      if (same && now - last.since >= timeoutMs) {
        socket.destroy();
        count += 1;
      } else {
        still.set(socket, same ? last : { pending, written, since: now });
      }
    }
    seen = still;
    if (count > 0) ended(count);
  };
  setInterval(look, timeoutMs / 8).unref();
}
