import { readFileSync } from "node:fs";
import type { Socket } from "node:net";

/** The last observation of a connection that has bytes to send. */
interface Seen {
  readonly progress: string;
  readonly since: number;
}

/**
 * Closes connections whose client has read nothing of its answer for `timeoutMs`, because unsent bytes are held in
 * memory. Slow clients that read now and then are left alone, and so are clients that still send. `ended` gets the
 * number closed each time.
 */
export function endStalledAnswers(
  sockets: Iterable<Socket>,
  timeoutMs: number,
  ended: (connections: number) => void,
): void {
  let seen = new Map<Socket, Seen>();
  const look = () => {
    const waiting = [...sockets].filter((socket) => socket.writableLength > 0 && !socket.destroyed);
    const queues = waiting.length > 0 ? sendQueues() : undefined;
    const now = performance.now();
    const still = new Map<Socket, Seen>();
    let count = 0;
    for (const socket of waiting) {
      const queue = queues?.get(portsOf(socket)) ?? "";
      const progress = `${socket.writableLength} ${socket.bytesWritten} ${socket.bytesRead} ${queue}`;
      const last = seen.get(socket);
      if (last?.progress !== progress) {
        still.set(socket, { progress, since: now });
      } else if (now - last.since < timeoutMs) {
        still.set(socket, last);
      } else {
        socket.destroy();
        count += 1;
      }
    }
    seen = still;
    if (count > 0) ended(count);
  };
  setInterval(look, timeoutMs / 8).unref();
}

/** A line of /proc/net/tcp: addresses with ports, state, bytes to be sent. */
const LINE = /:([0-9A-F]{4}) [0-9A-F]+:([0-9A-F]{4}) [0-9A-F]{2} ([0-9A-F]{8}):/g;

/**
 * The bytes that the kernel still has to send, by the ports of both sides. The kernel accepts megabytes at once, so a
 * client that reads 10 kB per second would otherwise seem to read nothing for minutes. Empty without /proc. Clients at
 * different addresses with the same ports share an entry, and count as alive together.
 */
function sendQueues(): Map<string, string> {
  const queues = new Map<string, string>();
  for (const file of ["/proc/net/tcp", "/proc/net/tcp6"]) {
    for (const [, local = "", remote = "", bytes = ""] of textOf(file).matchAll(LINE)) {
      const ports = `${local} ${remote}`;
      queues.set(ports, `${queues.get(ports) ?? ""} ${bytes}`);
    }
  }
  return queues;
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

function portsOf({ localPort = 0, remotePort = 0 }: Socket): string {
  return [localPort, remotePort].map((port) => port.toString(16).toUpperCase().padStart(4, "0")).join(" ");
}
