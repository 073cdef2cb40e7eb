import { createServer } from "node:net";
import { LocalRuntimeError } from "./errors.ts";

/** Throws one sentence if this machine cannot listen on the port; `setting` is what the user would change. */
export async function assertPortFree(port: number, setting: string, serviceName: string): Promise<void> {
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new LocalRuntimeError(
      `${setting} is ${port}, which is not a port: set it to a whole number from 1 to 65535.`,
    );
  }
  const code = await new Promise<string | undefined>((resolve) => {
    const probe = createServer();
    probe.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(undefined)));
  });
  if (code === undefined) return;
  if (code === "EADDRINUSE") {
    throw new LocalRuntimeError(
      `Port ${port} for ${serviceName} is in use by another process: stop that process, or set ${setting} to a free port.`,
    );
  }
  throw new LocalRuntimeError(
    `Port ${port} for ${serviceName} cannot be opened (${code}): set ${setting} to another port${code === "EACCES" ? ", 1024 or above" : ""}.`,
  );
}
