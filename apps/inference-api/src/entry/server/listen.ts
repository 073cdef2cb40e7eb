import type { AddressInfo, Server } from "node:net";
import { type Env, EnvError } from "../../env.ts";

type Address = Pick<Env, "port" | "host" | "workers">;

/**
 * Listens on `port` of `host`; without a host on all addresses, those of IPv6 included where the system has it, which is
 * Node's default. With `shared`, other processes may listen there in the same way, and the kernel spreads new connections over
 * them. Returns the port, which the system chooses if `port` is 0.
 *
 * @throws {EnvError} if the address cannot be used
 */
export async function listen(server: Server, address: Address, shared = false): Promise<number> {
  const { port, host } = address;
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error) => reject(refused(error, address)));
    server.listen({ port, ...(host !== undefined && { host }), ...(shared && { reusePort: true }) }, resolve);
  });
  return (server.address() as AddressInfo).port;
}

function refused(error: NodeJS.ErrnoException, { port, host, workers }: Address): Error {
  if (error.code === "EADDRINUSE") {
    const where = host === undefined ? "" : ` on ${host}`;
    return new EnvError(`PORT ${port}${where} is in use: stop what uses it, or set PORT to another.`);
  }
  if (error.code === "ENOTSUP") {
    return new EnvError(`WORKERS is ${workers}, but on this system processes cannot share a port: unset it.`);
  }
  return error;
}
