import type { Server } from "node:http";
import type { Logger } from "../../log/log.ts";
import type { RunningService } from "../../service.ts";
import type { Connections } from "./connections.ts";

interface Draining {
  readonly server: Server;
  readonly connections: Connections;
  readonly service: RunningService;
  readonly log: Logger;
  /** Milliseconds from SIGTERM during which requests are still accepted. */
  readonly delayMs: number;
  /** Milliseconds after that which running requests may take. */
  readonly timeoutMs: number;
}

/** SIGHUP: the terminal is closed. */
export const STOP_SIGNALS = ["SIGTERM", "SIGHUP", "SIGINT"] as const;

/** How long a connection without a request may stay once the listener is closed: its request may be on the way. */
const LAST_REQUEST_MS = 250;

/**
 * SIGTERM and SIGHUP: /ready answers 503 at once, requests are accepted for `delayMs` until load balancers have
 * noticed, then the listener closes, running requests get `timeoutMs`, and the process exits with code 0. SIGINT
 * (Ctrl-C) skips the delay, even one that has begun. The returned function does what a signal does.
 */
export function drainOnSignals(draining: Draining): (signal: (typeof STOP_SIGNALS)[number]) => void {
  let begun = false;
  let waiting: NodeJS.Timeout | undefined;
  const closeAfter = (delayMs: number) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      waiting = undefined;
      close(draining);
    }, delayMs);
  };
  const begin = (signal: NodeJS.Signals, delayMs: number) => {
    // Of several signals, the one with the shortest delay counts.
    if (begun) return void (waiting && delayMs === 0 && closeAfter(0));
    begun = true;
    draining.log.info({ signal, delay_ms: delayMs, timeout_ms: draining.timeoutMs }, "draining");
    draining.service.drain();
    closeAfter(delayMs);
  };
  const on = (signal: (typeof STOP_SIGNALS)[number]) => begin(signal, signal === "SIGINT" ? 0 : draining.delayMs);
  for (const signal of STOP_SIGNALS) process.on(signal, () => on(signal));
  return on;
}

function close({ server, connections, log, timeoutMs }: Draining): void {
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
