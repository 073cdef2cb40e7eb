import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { onTestFinished } from "vitest";

/** What happens to one request before, or instead of, reaching the server. */
export type Fault =
  | { readonly delayMs: number }
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: string }
  | { readonly change: (answer: string, headers: Headers) => string }
  | "cut";

/** A request that the proxy saw. */
export interface Seen {
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
  readonly atMs: number;
}

/**
 * An HTTP proxy in front of `target` that applies `faultOf` to the nth request (of batches, from 0). A function as
 * `target` is called for each request, so that services can change behind one address.
 */
export async function faultProxy(
  target: string | (() => string),
  faultOf: (batch: number, seen: Seen) => Fault | undefined = () => undefined,
  port = 0,
): Promise<{ url: string; batches: Seen[]; all: Seen[] }> {
  const batches: Seen[] = [];
  const all: Seen[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const body = Buffer.concat(await Array.fromAsync(request as AsyncIterable<Buffer>)).toString();
      const seen: Seen = { path: request.url ?? "", headers: request.headers, body, atMs: performance.now() };
      all.push(seen);
      const fault = seen.path.includes("/batch") ? faultOf(batches.push(seen) - 1, seen) : undefined;
      if (fault === "cut") return void request.socket.destroy();
      if (fault && "status" in fault) return void response.writeHead(fault.status, fault.headers).end(fault.body);
      if (fault && "delayMs" in fault) await sleep(fault.delayMs);
      const answer = await fetch(`${typeof target === "string" ? target : target()}${seen.path}`, {
        method: request.method ?? "GET",
        headers: { "content-type": request.headers["content-type"] ?? "" },
        ...(body !== "" && { body }),
      });
      const headers = new Headers(answer.headers);
      for (const name of ["connection", "content-length", "keep-alive", "transfer-encoding"]) headers.delete(name);
      const text = await answer.text();
      const changed = fault && "change" in fault ? fault.change(text, headers) : text;
      response.writeHead(answer.status, Object.fromEntries(headers)).end(changed);
    })().catch(() => request.socket.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, batches, all };
}
