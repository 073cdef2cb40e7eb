import { randomInt } from "node:crypto";
import { createServer } from "node:net";

/**
 * A TCP port that is free on the loopback address. It is below the range that the system assigns automatically, so that
 * no other process gets it in the meantime.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(12_000, 32_000);
    const server = createServer();
    const isFree = await new Promise<boolean>((resolve) => {
      server.once("error", () => resolve(false));
      server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
    });
    if (isFree) return port;
  }
}
