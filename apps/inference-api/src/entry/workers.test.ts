// Several processes behind one port: what clients, operators and the log see of them.
import { once } from "node:events";
import { spawn } from "node:child_process";
import { afterEach, describe, expect, it } from "vitest";
import { packaged } from "./packaged.testing.ts";
import { openConnection, pause, until } from "./spawned.testing.ts";
import { holdRequests, instanceInTwo, isThere, spawnWorkers } from "./workers.testing.ts";

type Server = Awaited<ReturnType<typeof spawnWorkers>>;

const SEVERAL = process.platform === "linux";
if (!SEVERAL) process.stdout.write("SKIPPED, several workers: only Linux lets processes share a port.\n");

let server: Server | undefined;
afterEach(() => void server?.child.kill("SIGKILL"));

const OK = /^HTTP\/1\.1 200 OK/;
const [begin, end] = await instanceInTwo();

async function metric(from: Server, line: string): Promise<number> {
  const text = (await from.metrics()).split("\n").find((each) => each.startsWith(line));
  return Number(text?.split(" ").at(-1) ?? 0);
}

const ANSWERED = 'modelport_http_request_duration_seconds_count{route="/predict",status="200"}';

/** Predictions over one connection each, so that every worker gets some. */
async function predict({ port }: Server, count: number): Promise<void> {
  for (const { socket, received } of await holdRequests(port, count, begin)) {
    socket.write(end);
    await until(() => OK.test(received()));
    socket.destroy();
  }
}

/** Kills one worker, and returns its log line once it has been replaced. */
async function killOne(killed: Server) {
  const [pid = -1] = killed.workerPids();
  process.kill(pid, "SIGKILL");
  await until(() => killed.log().some(({ message }) => message === "worker replaced"));
  return killed.log().find((line) => line["pid"] === pid && line["signal"] === "SIGKILL");
}

describe.skipIf(!SEVERAL)("a server with several workers", () => {
  it("serves one port with as many processes, says so once, and counts them together", async () => {
    server = await spawnWorkers(3);
    expect(server.workerPids()).toHaveLength(3);
    const { port } = server;
    const ready = () => server?.log().filter(({ message }) => message === "ready") ?? [];
    await until(() => ready().length > 0);
    expect(ready()).toMatchObject([{ workers: 3, port, model: "bankchurn" }]);
    await predict(server, 24);
    expect(await metric(server, ANSWERED)).toBe(24);
    expect(await metric(server, "modelport_workers ")).toBe(3);
    // A new connection each, so that several workers answer.
    const ids = await Promise.all(
      Array.from({ length: 8 }, async () =>
        (await fetch(`${server?.url}/ready`, { headers: { connection: "close" } })).json(),
      ),
    );
    expect(new Set(ids.map((each) => JSON.stringify(each))).size).toBe(1);
  }, 30_000);

  it("replaces a worker that is killed, loses what it held and nothing else, and says how much that was", async () => {
    server = await spawnWorkers(2);
    await predict(server, 10);
    expect(await metric(server, ANSWERED)).toBe(10);
    const held = await holdRequests(server.port, 40, begin);
    await pause(200);
    const line = await killOne(server);
    const lost = held.filter(({ socket }) => socket.destroyed);
    expect(lost.length).toBeGreaterThan(0);
    expect(lost.length).toBeLessThan(40);
    expect(line).toMatchObject({ level: "error", requests_lost: lost.length, replaced_in_ms: 0 });
    expect(line?.["message"]).toMatch(`died and lost ${lost.length} requests`);
    const others = held.filter(({ socket }) => !socket.destroyed);
    for (const { socket } of others) socket.write(end);
    await until(() => others.every(({ received }) => OK.test(received())));
    expect(others.filter(({ received }) => !OK.test(received()))).toEqual([]);
    expect(server.workerPids()).toHaveLength(2);
    // The dead worker's predictions are still counted.
    expect(await metric(server, ANSWERED)).toBe(10 + others.length);
    expect(await metric(server, "modelport_workers_replaced_total ")).toBe(1);
  }, 30_000);

  it.each(["SIGTERM", "SIGINT"] as const)(
    "%s drains all: what they hold is answered, and the exit code is 0",
    async (signal) => {
      server = await spawnWorkers(2, { DRAIN_DELAY_MS: signal === "SIGTERM" ? "700" : "60000" });
      const held = await holdRequests(server.port, 20, begin);
      await pause(100);
      const pids = server.workerPids();
      server.child.kill(signal);
      if (signal === "SIGTERM") {
        await pause(200);
        const answers = await Promise.all(
          Array.from({ length: 8 }, async () => {
            const { socket, received } = await openConnection(server?.port ?? 0);
            socket.write("GET /ready HTTP/1.1\r\nHost: model\r\n\r\n");
            await until(() => received() !== "");
            return received().slice(9, 12);
          }),
        );
        expect(new Set(answers)).toEqual(new Set(["503"]));
      } else {
        await pause(20);
      }
      for (const { socket } of held) socket.write(end);
      expect(await server.ended).toBe(0);
      expect(held.filter(({ received }) => !OK.test(received()))).toEqual([]);
      expect(server.log().at(-1)).toMatchObject({ message: "stopped", workers: 2 });
      expect(pids.filter(isThere)).toEqual([]);
    },
    30_000,
  );

  it("ends with the code and the sentence of a worker that cannot start", async () => {
    const { code, stderr } = await run({ WORKERS: "3", PORT: "0", MODEL_DIR: "/nowhere" });
    expect(code).toBe(1);
    expect(stderr.trimEnd().split("\n")).toHaveLength(1);
    expect(stderr).toMatch(/^modelport: .*\/nowhere/);
  }, 30_000);

  it("does not share its port with another server of several workers", async () => {
    server = await spawnWorkers(2);
    expect(await run({ WORKERS: "2", PORT: String(server.port) })).toEqual({
      code: 1,
      stderr: `modelport: PORT ${server.port} on 127.0.0.1 is in use: stop what uses it, or set PORT to another.\n`,
    });
  }, 30_000);

  it("leaves no worker behind when the process that started them is killed", async () => {
    server = await spawnWorkers(2, { PORT: "0" });
    const pids = server.workerPids();
    server.child.kill("SIGKILL");
    await until(() => !pids.some(isThere));
    expect(pids.filter(isThere)).toEqual([]);
  }, 30_000);

  it("writes whole lines, although its processes share one pipe", async () => {
    server = await spawnWorkers(3);
    const url = server.url;
    const path = `${url}/${"x".repeat(200)}`;
    const unknown = () => server?.log().filter(({ route }) => route === "unknown") ?? [];
    // At a time no more lines than the pipe holds: a server drops what nobody reads.
    for (let sent = 50; sent <= 300; sent += 50) {
      const headers = { "x-request-id": "r".repeat(120) };
      await Promise.all(Array.from({ length: 50 }, () => fetch(path, { headers })));
      await until(() => unknown().length >= sent);
    }
    // log() parses each line.
    expect(unknown()).toHaveLength(300);
  }, 30_000);
});

async function run(env: Readonly<Record<string, string>>) {
  const cwd = packaged("server-bundle").path;
  const child = spawn(process.execPath, ["server.mjs"], { cwd, env: { HOST: "127.0.0.1", ...env } });
  let stderr = "";
  child.stderr.on("data", (bytes) => void (stderr += String(bytes)));
  const [code] = (await once(child, "close")) as [number | null];
  return { code, stderr };
}
