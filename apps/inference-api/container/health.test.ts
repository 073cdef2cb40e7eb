import { execFile } from "node:child_process";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { join } from "node:path";
import { freePort } from "@modelport/local-runtime";
import { afterEach, expect, it } from "vitest";

const COMMAND = join(import.meta.dirname, "health.mjs");
let server: Server | undefined;
const sockets: Socket[] = [];
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
  server?.close();
});

/** The exit code and the sentence of the command, beside a server that does `behave` with each connection. */
async function check(behave: (socket: Socket) => void, host = "127.0.0.1", variables = {}) {
  server = createServer((socket) => {
    sockets.push(socket);
    socket.on("error", () => undefined);
    behave(socket);
  });
  await new Promise<void>((resolve) => server?.listen(0, host, resolve));
  const { port } = server.address() as AddressInfo;
  return { port, ...(await run({ PORT: String(port), ...variables })) };
}

function run(env: Readonly<Record<string, string>>) {
  return new Promise<{ code: unknown; said: string }>((resolve) => {
    execFile(process.execPath, [COMMAND], { env }, (error, _, said) => resolve({ code: error?.code ?? 0, said }));
  });
}

const answering = (head: string) => (socket: Socket) => void socket.once("data", () => socket.end(`${head}\r\n\r\n`));

it("asks for /health with one request that needs no Host header, and is content with 200", async () => {
  let request = "";
  const { code, said } = await check((socket) => {
    socket.on("data", (bytes) => void (request += String(bytes)));
    answering("HTTP/1.1 200 OK")(socket);
  });
  expect([code, said]).toEqual([0, ""]);
  expect(request).toBe("GET /health HTTP/1.0\r\n\r\n");
});

it.each([
  ["HTTP/1.1 503 Service Unavailable", "GET /health answered 503"],
  ["220 mail.example.com", "GET /health answered no HTTP"],
])("exits with code 1 after %s", async (head, reason) => {
  const { code, said, port } = await check(answering(head));
  expect([code, said]).toEqual([1, `unhealthy: ${reason} (port ${port})\n`]);
});

it("waits no longer than those who run it", async () => {
  const began = performance.now();
  const { code, said, port } = await check(() => undefined);
  expect([code, said]).toEqual([1, `unhealthy: no answer within 2500 ms (port ${port})\n`]);
  expect(performance.now() - began).toBeLessThan(8000);
}, 20_000);

it("exits with code 1 where nothing listens", async () => {
  const port = await freePort();
  expect(await run({ PORT: String(port) })).toEqual({
    code: 1,
    said: `unhealthy: connect ECONNREFUSED 127.0.0.1:${port} (port ${port})\n`,
  });
});

it("asks the address on which the server listens", async () => {
  expect(await check(answering("HTTP/1.1 200 OK"), "127.0.0.2", { HOST: "127.0.0.2" })).toMatchObject({ code: 0 });
});
