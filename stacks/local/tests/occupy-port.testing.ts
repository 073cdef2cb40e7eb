import { createServer } from "node:net";

/** A listener on a free port below those that the system hands out by itself, so that nobody takes it in between. */
export async function occupyPort(): Promise<{ readonly port: number; readonly release: () => Promise<void> }> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 10_000);
    const server = createServer();
    const isOurs = await new Promise<boolean>((resolve) => {
      server.once("error", () => resolve(false));
      server.listen(port, "127.0.0.1", () => resolve(true));
    });
    if (isOurs) return { port, release: () => new Promise((resolve) => server.close(() => resolve())) };
  }
}
