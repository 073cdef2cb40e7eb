// Debian's docker-registry as a process of the test, with one user; and a proxy in front of it that breaks things.
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, request as forward, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createTcpServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { onTestFinished } from "vitest";

export const CREDENTIALS = { username: "ann", password: "correct horse" } as const;

async function freePort(): Promise<number> {
  const server = createTcpServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

/** Starts an empty registry; the answer is `host:port`. */
export async function startRegistry(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "modelport-registry-"));
  const port = await freePort();
  const passwords = execFileSync("htpasswd", ["-Bbn", CREDENTIALS.username, CREDENTIALS.password], {
    encoding: "utf8",
  });
  await writeFile(path.join(folder, "htpasswd"), passwords);
  const configuration = {
    version: "0.1",
    log: { level: "error" },
    storage: { filesystem: { rootdirectory: path.join(folder, "data") } },
    http: { addr: `127.0.0.1:${port}`, secret: "of the tests" },
    auth: { htpasswd: { realm: "tests", path: path.join(folder, "htpasswd") } },
  };
  // JSON is YAML.
  await writeFile(path.join(folder, "config.yml"), JSON.stringify(configuration));
  const child = spawn("docker-registry", ["serve", path.join(folder, "config.yml")], { stdio: "ignore" });
  onTestFinished(async () => {
    const ended = once(child, "exit");
    child.kill("SIGKILL");
    await ended;
    await rm(folder, { recursive: true, force: true });
  });
  const address = `127.0.0.1:${port}`;
  const deadline = Date.now() + 10_000;
  while (!(await fetch(`http://${address}/v2/`).catch(() => undefined))) {
    if (Date.now() > deadline) throw new Error("docker-registry did not start");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return address;
}

/** What happens to a request on its way: it passes, gets this status, or its connection breaks before or after the registry saw it. */
export type Fault = "pass" | number | "break-before" | "break-halfway" | "lose-answer";

/** A proxy in front of a registry; `faultFor` is called once for each request. */
export async function startFaultProxy(
  registry: string,
  faultFor: (method: string, path: string) => Fault,
): Promise<{ address: string; requests: string[] }> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const line = `${request.method} ${(request.url ?? "").split("?")[0]}`;
    requests.push(line);
    relay(registry, request, response, faultFor(request.method ?? "", request.url ?? ""));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { address: `127.0.0.1:${(server.address() as AddressInfo).port}`, requests };
}

function relay(registry: string, request: IncomingMessage, response: ServerResponse, fault: Fault): void {
  if (typeof fault === "number") {
    request.resume().on("end", () => response.writeHead(fault, fault === 429 ? { "retry-after": "1" } : {}).end());
    return;
  }
  if (fault === "break-before") {
    if (request.headers["content-length"] === undefined) request.socket.destroy();
    else request.once("data", () => request.socket.destroy());
    return;
  }
  const [host, port] = registry.split(":");
  // The Host header stays, so that the registry's addresses lead through the proxy again.
  const onward = forward({ host, port, method: request.method, path: request.url, headers: request.headers });
  onward.on("error", () => response.destroy());
  onward.on("response", (answer) => {
    if (fault === "lose-answer") return void answer.resume().on("end", () => request.socket.destroy());
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  if (fault === "break-halfway") {
    request.once("data", (piece: Buffer) => onward.write(piece, () => setTimeout(() => onward.destroy(), 50)));
    onward.on("close", () => request.destroy());
    return;
  }
  request.pipe(onward);
}
