import type { Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { Logger } from "../log.ts";
import type { RunningService } from "../service.ts";

interface Draining {
  readonly server: Server;
  readonly service: RunningService;
  readonly log: Logger;
  /** Milliseconds from SIGTERM during which requests are still taken. */
  readonly delayMs: number;
  /** Milliseconds after that which running requests may take. */
  readonly timeoutMs: number;
}

/** How long a connection without a request may stay once the listener is closed: its request may be on the way. */
const LAST_REQUEST_MS = 250;

/**
 * SIGTERM and SIGHUP: /ready answers 503 at once, requests are still taken for `delayMs` until load balancers have noticed,
 * then the listener closes, running requests get `timeoutMs`, and the process exits 0. SIGINT, a person's Ctrl-C, skips the
 * wait, also one that has begun.
 */
export function drainOnSignals(draining: Draining): void {
  const connections = trackConnections(draining.server);
  let begun = false;
  let waiting: NodeJS.Timeout | undefined;
  const closeAfter = (delayMs: number) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      waiting = undefined;
      close(draining, connections);
    }, delayMs);
  };
  const begin = (signal: NodeJS.Signals, delayMs: number) => {
    // Of several signals the one that waits least counts.
    if (begun) return void (waiting && delayMs === 0 && closeAfter(0));
    begun = true;
    draining.log.info({ signal, delay_ms: delayMs, timeout_ms: draining.timeoutMs }, "draining");
    draining.service.drain();
    closeAfter(delayMs);
  };
  process.on("SIGTERM", () => begin("SIGTERM", draining.delayMs));
  process.on("SIGHUP", () => begin("SIGHUP", draining.delayMs));
  process.on("SIGINT", () => begin("SIGINT", 0));
}

function close({ server, log, timeoutMs }: Draining, connections: Connections): void {
  const deadline = setTimeout(() => {
    log.warn({ timeout_ms: timeoutMs }, "requests were still running at the drain timeout");
    process.exit(0);
  }, timeoutMs);
  server.close(() => {
    clearTimeout(deadline);
    log.info({}, "stopped");
    process.exit(0);
  });
  // close() alone would wait for the keep-alive timeout of every idle connection (nodejs/node 2642) ...
  server.closeIdleConnections();
  // ... and closeIdleConnections() leaves those open that have not sent a request yet.
  setTimeout(() => connections.endUnused(), Math.min(LAST_REQUEST_MS, timeoutMs));
}

interface Connections {
  /** Ends every connection on which no request is running, and each other one when its last request is answered. */
  endUnused(): void;
}

function trackConnections(server: Server): Connections {
  const running = new Map<Socket, number>();
  let ending = false;
  server.on("connection", (socket: Socket) => {
    running.set(socket, 0);
    socket.once("close", () => running.delete(socket));
  });
  // One function for all: it is registered with every request.
  function answered(this: ServerResponse): void {
    const { socket } = this.req;
    const count = running.get(socket);
    if (count === undefined) return;
    running.set(socket, count - 1);
    // A request that began before the draining was not told that its connection closes.
    if (ending && count === 1) socket.end();
  }
  server.on("request", ({ socket }, response) => {
    running.set(socket, (running.get(socket) ?? 0) + 1);
    response.on("close", answered);
  });
  return {
    endUnused() {
      ending = true;
      for (const [socket, count] of running) if (count === 0) socket.destroy();
    },
  };
}
