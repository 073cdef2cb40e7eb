// The packaged server as a process: what it refuses to start with, and how it stops.
import { type ChildProcess, spawn } from "node:child_process";
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "@modelport/local-runtime";
import { hostPlatform } from "@modelport/packaging";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const BUNDLE = join(import.meta.dirname, "../../dist", `server-${hostPlatform()}`);
let folder: string;
let running: ChildProcess[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "modelport-server-"));
  await cp(join(BUNDLE, "server.mjs"), join(folder, "server.mjs"));
  await symlink(join(BUNDLE, "native"), join(folder, "native"));
  await cp(join(BUNDLE, "model"), join(folder, "model"), { recursive: true });
});
afterEach(async () => {
  for (const child of running) child.kill("SIGKILL");
  running = [];
  await rm(folder, { recursive: true, force: true });
});

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly milliseconds: number;
}

function start(env: NodeJS.ProcessEnv): { child: ChildProcess; ended: Promise<Ended> } {
  const began = performance.now();
  const child = spawn(process.execPath, ["server.mjs"], { cwd: folder, env: { HOST: "127.0.0.1", ...env } });
  running.push(child);
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (chunk) => (stdout += String(chunk)));
  child.stderr.on("data", (chunk) => (stderr += String(chunk)));
  const ended = new Promise<Ended>((resolve) => {
    child.on("close", (code) => resolve({ code, stdout, stderr, milliseconds: performance.now() - began }));
  });
  return { child, ended };
}

async function startReady(env: NodeJS.ProcessEnv = {}) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const { child, ended } = start({ PORT: String(port), DRAIN_DELAY_MS: "0", ...env });
  for (;;) {
    const ready = await fetch(`${url}/ready`).catch(() => undefined);
    if (ready?.status === 200) return { url, port, child, ended };
    if (child.exitCode !== null) throw new Error(`the server ended: ${(await ended).stderr}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

describe("a server that must not start", () => {
  it.each([
    [
      "one byte of the ONNX file changed",
      async () => {
        const file = join(folder, "model/model.onnx");
        const bytes = await readFile(file);
        bytes[2000] = (bytes[2000] ?? 0) ^ 255;
        await writeFile(file, bytes);
      },
      /^modelport: model\.onnx in .*model has sha256 [0-9a-f]{64}, but SHA256SUMS beside it expects [0-9a-f]{64}: restore the file or package the model again\.\n$/,
    ],
    [
      "the ONNX file deleted",
      () => rm(join(folder, "model/model.onnx")),
      /^modelport: model\.onnx in .*model cannot be read \(ENOENT\): point MODEL_DIR to a prepared model directory, or package the model again\.\n$/,
    ],
    [
      "another model's manifest",
      async () => {
        const file = join(folder, "model/manifest.json");
        await writeFile(file, (await readFile(file, "utf8")).replace('"bankchurn"', '"fraud"'));
      },
      /^modelport: manifest\.json in .*model has sha256 [0-9a-f]{64}, but SHA256SUMS beside it expects [0-9a-f]{64}: restore the file or package the model again\.\n$/,
    ],
  ])("exits non-zero within two seconds with a sentence: %s", async (_title, damage, sentence) => {
    await damage();
    const { code, stderr, milliseconds } = await start({ PORT: "0" }).ended;
    expect(stderr).toMatch(sentence);
    expect(code).toBe(1);
    expect(milliseconds).toBeLessThan(2000);
  });

  it("names a bad setting", async () => {
    const { code, stderr } = await start({ PORT: "http" }).ended;
    expect([code, stderr]).toEqual([
      1,
      'modelport: PORT is "http", but must be an integer from 0 to 65535: correct or unset it.\n',
    ]);
  });

  it("names a port in use", async () => {
    const taken = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => taken.once("listening", resolve));
    const { port } = taken.address() as AddressInfo;
    const { code, stderr } = await start({ PORT: String(port) }).ended;
    taken.close();
    expect([code, stderr]).toEqual([
      1,
      `modelport: PORT ${port} on 127.0.0.1 is in use: stop what uses it, or set PORT to another.\n`,
    ]);
  });
});

describe("a server that is ready", () => {
  it("says how long it took to be", async () => {
    const began = performance.now();
    const { url } = await startReady();
    const most = (performance.now() - began) / 1000;
    const metrics = await (await fetch(`${url}/metrics`)).text();
    const seconds = Number(/^modelport_cold_start_seconds ([\d.e-]+)$/m.exec(metrics)?.[1]);
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThan(most);
  });
});

describe("a server that is told to stop", () => {
  it("says that it drains while it still answers, then exits 0 in spite of idle connections", async () => {
    const { url, port, child, ended } = await startReady({ DRAIN_DELAY_MS: "300" });
    const idle = connect(port, "127.0.0.1");
    await new Promise((resolve) => idle.once("connect", resolve));
    idle.on("error", () => {});
    child.kill("SIGTERM");
    await new Promise((resolve) => setTimeout(resolve, 100));
    const ready = await fetch(`${url}/ready`);
    expect([ready.status, await ready.json()]).toMatchObject([503, { status: "draining" }]);
    expect((await fetch(`${url}/health`)).status).toBe(200);
    const { code, stdout } = await ended;
    expect(code).toBe(0);
    const messages = stdout
      .trim()
      .split("\n")
      .map((line) => (JSON.parse(line) as { message: string }).message);
    expect(messages).toContain("draining");
    expect(messages.at(-1)).toBe("stopped");
    idle.destroy();
  });

  it("skips the wait at Ctrl-C", async () => {
    const { child, ended } = await startReady({ DRAIN_DELAY_MS: "60000" });
    child.kill("SIGINT");
    const { code, milliseconds } = await ended;
    expect(code).toBe(0);
    expect(milliseconds).toBeLessThan(5000);
  });

  it("loses no request and no line of its log under load when the clients stop at /ready, as load balancers do", async () => {
    const { url, child, ended } = await startReady({ DRAIN_DELAY_MS: "500" });
    const init = await knownRequest();
    const statuses: number[] = [];
    const told = new AbortController();
    const client = async () => {
      while (!told.signal.aborted) {
        const answer = await fetch(`${url}/predict`, init);
        await answer.json();
        statuses.push(answer.status);
      }
    };
    const balancer = async () => {
      while ((await fetch(`${url}/ready`)).status === 200) await new Promise((resolve) => setTimeout(resolve, 20));
      told.abort();
    };
    setTimeout(() => child.kill("SIGTERM"), 200);
    await Promise.all([balancer(), ...Array.from({ length: 8 }, client)]);
    expect(new Set(statuses)).toEqual(new Set([200]));
    expect(statuses.length).toBeGreaterThan(10);
    const { code, stdout } = await ended;
    expect(code).toBe(0);
    expect(stdout.split('"route":"/predict"').length - 1).toBe(statuses.length);
  });

  it("answers a request whose body is still arriving when the listener closes", async () => {
    const { port, child, ended } = await startReady();
    const { body } = await knownRequest();
    const socket = connect(port, "127.0.0.1");
    let answer = "";
    socket.on("data", (chunk) => (answer += String(chunk)));
    const closed = new Promise((resolve) => socket.once("close", resolve));
    const head = `POST /predict HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`;
    socket.write(head + body.slice(0, 20));
    await new Promise((resolve) => setTimeout(resolve, 50));
    child.kill("SIGTERM");
    await new Promise((resolve) => setTimeout(resolve, 600));
    socket.write(body.slice(20));
    await closed;
    expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect((await ended).code).toBe(0);
  });

  it("exits 0 at the drain timeout although a request never ends", async () => {
    const { port, child, ended } = await startReady({ DRAIN_TIMEOUT_MS: "400" });
    const socket = connect(port, "127.0.0.1");
    socket.on("error", () => {});
    socket.write("POST /predict HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n");
    await new Promise((resolve) => setTimeout(resolve, 50));
    child.kill("SIGTERM");
    const { code, stdout } = await ended;
    expect(code).toBe(0);
    expect(stdout).toContain("requests were still running at the drain timeout");
  });
});

async function knownRequest() {
  const manifest = JSON.parse(await readFile(join(folder, "model/manifest.json"), "utf8")) as {
    selfCheck: { instance: object };
  };
  const headers = { "content-type": "application/json" };
  return { method: "POST", headers, body: JSON.stringify(manifest.selfCheck.instance) };
}
