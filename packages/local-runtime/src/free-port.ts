import { randomInt } from "node:crypto";
import { createServer } from "node:net";

/**
 * A TCP port that is free on the loopback address. Below the range from which the system gives ports to whoever asks for
 * any, so that nobody else gets it meanwhile.
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
