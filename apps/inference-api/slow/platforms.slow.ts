// What the container platforms demand of a server process, demanded of the packaged one.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { join } from "node:path";
import { freePort } from "@modelport/local-runtime";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { packaged } from "../src/entry/packaged.testing.ts";

interface PlatformContract {
  /** From the start of the process to the first 200 of /ready. */
  readonly startSeconds: number;
  /** From SIGTERM to the kill. */
  readonly stopSeconds: number;
  /** The platform's most bytes of a request; undefined: no limit. */
  readonly requestBytes?: number;
  /** The process gets no CPU between requests. */
  readonly pausedBetweenRequests?: true;
  /** The platform runs a command in the container to learn whether it is well. */
  readonly healthCommand?: true;
}

/**
 * Sources: https://cloud.google.com/run/docs/container-contract and /run/quotas,
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html (stopTimeout),
 * https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination.
 */
const platforms: Readonly<Record<string, PlatformContract>> = {
  "Cloud Run": { startSeconds: 10, stopSeconds: 10, requestBytes: 32 * 2 ** 20, pausedBetweenRequests: true },
  "Amazon ECS": { startSeconds: 10, stopSeconds: 30, healthCommand: true },
  Kubernetes: { startSeconds: 10, stopSeconds: 30 },
};

const HEALTH_CHECK = join(import.meta.dirname, "../container/health.mjs");
const { path: bundle } = packaged("server-bundle");
const { selfCheck, features } = JSON.parse(readFileSync(join(bundle, "model/manifest.json"), "utf8")) as {
  selfCheck: { instance: object };
  features: { name: string; example: unknown }[];
};
const instance = JSON.stringify(selfCheck.instance);
const csvHeader = `${features.map(({ name }) => name).join(",")}\n`;
const csvRow = `${features.map(({ example }) => String(example)).join(",")}\n`;

interface Server {
  readonly port: number;
  readonly url: string;
  readonly child: ChildProcess;
  readonly readyMs: number;
}

/** As a platform starts it: PORT and the given variables, nothing else. */
async function start(environment: Readonly<Record<string, string>>): Promise<Server> {
  const port = await freePort();
  const startedAt = performance.now();
  const env = { PORT: String(port), LOG_LEVEL: "silent", ...environment };
  const child = spawn(process.execPath, ["server.mjs"], { cwd: bundle, env, stdio: "ignore" });
  const url = `http://127.0.0.1:${port}`;
  while ((await fetch(`${url}/ready`).catch(() => undefined))?.status !== 200) {
    if (child.exitCode !== null) throw new Error(`the server ended with exit status ${child.exitCode}`);
    await pause(20);
  }
  return { port, url, child, readyMs: performance.now() - startedAt };
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** A raw connection, so that a test decides when which byte goes out; `read()` is what came since the last time. */
async function open(port: number): Promise<{ socket: Socket; read: () => string }> {
  const socket = connect(port, "127.0.0.1");
  let received = "";
  socket.on("data", (bytes) => void (received += bytes.toString("latin1")));
  socket.on("error", () => undefined); // A cut connection shows as an answer that is not there.
  await once(socket, "connect");
  const read = () => {
    const text = received;
    received = "";
    return text;
  };
  return { socket, read };
}

const head = `POST /predict HTTP/1.1\r\nHost: model\r\nContent-Type: application/json\r\nContent-Length: ${instance.length}\r\n\r\n`;

describe.each(Object.entries(platforms))("%s", (name, contract) => {
  let server: Server;
  beforeAll(async () => {
    server = await start({
      ...(contract.requestBytes !== undefined && { MAX_BATCH_BYTES: String(contract.requestBytes) }),
      ...(contract.pausedBetweenRequests && { KEEP_ALIVE_TIMEOUT_MS: "0" }),
    });
  }, 60_000);
  afterAll(() => void server?.child.kill("SIGKILL"));

  it(`listens on PORT and is ready within ${contract.startSeconds} s`, () => {
    process.stdout.write(`${name}: ready after ${server.readyMs.toFixed(0)} ms\n`);
    expect(server.readyMs).toBeLessThan(contract.startSeconds * 1000);
  });

  if (contract.healthCommand)
    it("has a health command that tells a live server from none", async () => {
      const status = async (port: number) => {
        const env = { PORT: String(port) };
        return (await once(spawn(process.execPath, [HEALTH_CHECK], { env, stdio: "ignore" }), "exit"))[0] as unknown;
      };
      expect(await status(server.port)).toBe(0);
      expect(await status(await freePort())).toBe(1);
    });

  if (contract.requestBytes !== undefined)
    it("takes the largest batch that the platform lets through, and no more", async () => {
      const limit = contract.requestBytes ?? 0;
      const rows = Math.floor((limit - csvHeader.length) / csvRow.length);
      const send = (body: string) =>
        fetch(`${server.url}/api/v1/predict/batch`, { method: "POST", headers: { "content-type": "text/csv" }, body });
      const largest = await send(csvHeader + csvRow.repeat(rows));
      expect(largest.status).toBe(200);
      expect((await largest.text()).trimEnd().split("\n")).toHaveLength(1 + rows);
      const over = await send(csvHeader + csvRow.repeat(rows + 1));
      expect(over.status).toBe(413);
      expect(await over.json()).toMatchObject({ code: "payload_too_large" });
    });

  if (contract.pausedBetweenRequests)
    it("answers on a kept connection after each pause", async () => {
      const { socket, read } = await open(server.port);
      for (let round = 0; round < 10; round++) {
        server.child.kill("SIGSTOP");
        await pause(300);
        socket.write(head + instance);
        server.child.kill("SIGCONT");
        await pause(100);
        expect(read()).toMatch(/^HTTP\/1\.1 200 OK/);
      }
      socket.destroy();
    });

  it(`ends by itself within ${contract.stopSeconds} s of SIGTERM: what can be answered is, what hangs is cut`, async () => {
    const [slow, hanging] = [await open(server.port), await open(server.port)];
    slow.socket.write(head);
    hanging.socket.write(head);
    await pause(100);
    const ended = once(server.child, "exit");
    const told = performance.now();
    server.child.kill("SIGTERM");
    await pause(3000);
    slow.socket.write(instance);
    const [code] = (await ended) as [number | null];
    const milliseconds = performance.now() - told;
    process.stdout.write(`${name}: exit ${code} ${milliseconds.toFixed(0)} ms after SIGTERM, one request hanging\n`);
    expect(slow.read()).toMatch(/^HTTP\/1\.1 200 OK/);
    expect(hanging.read()).toBe("");
    expect(code).toBe(0);
    expect(milliseconds).toBeLessThan(contract.stopSeconds * 1000);
  });
});

it("loses the request after a pause where an idle timer runs: so a platform that pauses must set it to 0", async () => {
  const lost = async (keepAliveMs: string) => {
    const { port, child } = await start({ KEEP_ALIVE_TIMEOUT_MS: keepAliveMs });
    const { socket, read } = await open(port);
    socket.write(head + instance);
    await pause(200);
    expect(read()).toMatch(/^HTTP\/1\.1 200 OK/);
    child.kill("SIGSTOP");
    // Node keeps a connection for a second more than it is told.
    await pause(2000);
    socket.write(head + instance);
    child.kill("SIGCONT");
    await pause(300);
    child.kill("SIGKILL");
    return read() === "";
  };
  expect({ "300 ms": await lost("300"), none: await lost("0") }).toEqual({ "300 ms": true, none: false });
});
