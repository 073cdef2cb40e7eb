import type { Server } from "node:http";
import type { Logger } from "../log.ts";
import type { RunningService } from "../service.ts";

interface Draining {
  readonly server: Server;
  readonly service: RunningService;
  readonly log: Logger;
  readonly delayMs: number;
  readonly timeoutMs: number;
}

/**
 * SIGTERM: /ready answers 503 at once, requests are still taken for `delayMs` until load balancers have noticed, then
 * the listener closes, running requests get `timeoutMs`, and the process exits 0. SIGINT, a person's Ctrl-C, skips the wait.
 */
export function drainOnSignals(draining: Draining): void {
  let begun = false;
  const begin = (signal: NodeJS.Signals, delayMs: number) => {
    if (begun) return;
    begun = true;
    draining.log.info({ signal, delay_ms: delayMs, timeout_ms: draining.timeoutMs }, "draining");
    draining.service.drain();
    setTimeout(() => close(draining), delayMs);
  };
  process.on("SIGTERM", () => begin("SIGTERM", draining.delayMs));
  process.on("SIGINT", () => begin("SIGINT", 0));
}

function close({ server, log, timeoutMs }: Draining): void {
  const deadline = setTimeout(() => {
    log.warn({ timeout_ms: timeoutMs }, "requests were still running at the drain timeout");
    server.closeAllConnections();
    process.exit(0);
  }, timeoutMs);
  server.close(() => {
    clearTimeout(deadline);
    log.info({}, "stopped");
    process.exit(0);
  });
  // close() alone would wait for the keep-alive timeout of every idle connection (nodejs/node 2642).
  server.closeIdleConnections();
}
