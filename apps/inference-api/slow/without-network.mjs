// node without-network.mjs <socket> <command...>: runs the command in a network of its own, which has nothing but its
// loopback, and passes connections to PORT on to it. Signals go to the command; its exit code comes back.
import { spawn } from "node:child_process";
import { connect, createServer } from "node:net";
import { fileURLToPath } from "node:url";

const [socket = "", ...command] = process.argv.slice(2);
const port = Number(process.env.PORT);
const host = "127.0.0.1";

/** @param {() => import("node:net").Socket} open */
const relay = (open) =>
  createServer({ allowHalfOpen: true }, (incoming) => {
    const outgoing = open();
    for (const [from, to] of [
      [incoming, outgoing],
      [outgoing, incoming],
    ]) {
      from.pipe(to);
      from.on("error", () => to.destroy());
      from.on("close", () => from.readableEnded || to.destroy());
    }
  });

if (command.length === 0) {
  relay(() => connect({ port, host, allowHalfOpen: true })).listen(socket);
  const parent = process.ppid;
  setInterval(() => process.ppid === parent || process.exit(), 100);
} else {
  const inside = 'ip link set lo up && { "$1" "$2" "$3" & } && shift 3 && exec "$@"';
  const here = [process.execPath, fileURLToPath(import.meta.url), socket];
  const child = spawn("/usr/bin/unshare", ["--net", "/bin/sh", "-c", inside, "sh", ...here, ...command], {
    stdio: ["ignore", "inherit", "inherit"],
  });
  relay(() => connect({ path: socket, allowHalfOpen: true })).listen(port, host);
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  child.on("exit", (code, signal) => process.exit(code ?? (signal ? 137 : 1)));
}
