import { createServer } from "node:net";

const LOWEST_PORT = 12_000;
/** Below the ports that the system hands out by itself, so that nothing takes one in between. */
const HIGHEST_PORT = 30_000;

/** A port that is free on the loopback address, and the `count - 1` after it. */
export async function freePort(count = 1) {
  for (;;) {
    const first = LOWEST_PORT + Math.floor(Math.random() * (HIGHEST_PORT - LOWEST_PORT));
    const ports = Array.from({ length: count }, (_, index) => first + index);
    if ((await Promise.all(ports.map(isFreePort))).every(Boolean)) return first;
  }
}

/** Whether nothing listens on `port` of the loopback address. */
export function isFreePort(port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
