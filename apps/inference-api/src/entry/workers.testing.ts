// A packaged server of several processes, and its workers as the system sees them.
import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { packaged } from "./packaged.testing.ts";
import { openConnection, spawnServer } from "./spawned.testing.ts";

export async function spawnWorkers(workers: number, env: Readonly<Record<string, string>> = {}) {
  const server = await spawnServer({ WORKERS: String(workers), ...env });
  return { ...server, workerPids: () => childrenOf(server.child.pid ?? -1) };
}

export function childrenOf(pid: number): number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ").filter(Boolean).map(Number);
}

/** A prediction in two pieces: a worker holds the request from the first one on. */
export async function instanceInTwo(): Promise<readonly [begin: string, end: string]> {
  const manifest = await readFile(join(packaged("server-bundle").path, "model/manifest.json"), "utf8");
  const { selfCheck } = JSON.parse(manifest) as { selfCheck: { instance: object } };
  const body = JSON.stringify(selfCheck.instance);
  const head = `POST /predict HTTP/1.1\r\nHost: model\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`;
  return [head + body.slice(0, 10), body.slice(10)];
}

/** `count` connections, each with a request of which only `begin` has been sent. */
export async function holdRequests(port: number, count: number, begin: string) {
  const open = await Promise.all(Array.from({ length: count }, () => openConnection(port)));
  for (const { socket } of open) socket.write(begin);
  return open;
}

export function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
