// The Google Cloud function's archive, built and started as Google does, without a network and on a disk that is
// read-only except /tmp: the whole contract, and what Cloud Run demands of it. `npm test` sends a sample.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describeInferenceApi, overHttp } from "@modelport/contract-tests";
import { confine, confinementLack } from "@modelport/local-runtime";
import { hostPlatform } from "@modelport/packaging";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { model } from "../src/entry/entry-points.testing.ts";
import {
  type BuiltFunction,
  buildFunction,
  cutsNetwork,
  functionVariables,
} from "../src/entry/functions/built-function.testing.ts";
import {
  openConnection,
  pause,
  type Program,
  spawnServer,
  type SpawnedServer,
  until,
} from "../src/entry/spawned.testing.ts";

const lack = whatIsMissing();
if (lack !== undefined) process.stdout.write(`SKIPPED, the function without a network: ${lack}\n`);
const MEMORY_MIB = 512;
const HERE = "functions-alone";
const example = Object.fromEntries(model.manifest.features.map((feature) => [feature.name, feature.example]));
const row = `${JSON.stringify(example)}\n`;

function whatIsMissing(): string | undefined {
  if (hostPlatform() !== "linux-x64") return `the archive is for linux-x64, and this is ${hostPlatform()}.`;
  if (!cutsNetwork || !existsSync("/usr/sbin/ip")) return "it needs root, unshare and /usr/sbin/ip.";
  return confinementLack();
}

describe.skipIf(lack !== undefined)("the function without a network, on a read-only disk", () => {
  let built: BuiltFunction;
  let server: SpawnedServer;
  let release: () => void;
  let program: Program;

  beforeAll(async () => {
    built = await buildFunction();
    const sandbox = confine({ taskRoot: built.folder, memoryMiB: MEMORY_MIB, bootstrap: [] });
    release = () => sandbox.release();
    const relay = join(import.meta.dirname, "without-network.mjs");
    const socket = join(built.folder, "../connections.sock");
    program = { folder: built.folder, command: [process.execPath, relay, socket, ...sandbox.wrap(built.command)] };
    // As the image's heapsize.sh sets it.
    const NODE_OPTIONS = `--max-old-space-size=${Math.floor(MEMORY_MIB * 0.8)}`;
    const settings = { ...functionVariables, NODE_OPTIONS, MODELPORT_INSTANCE_ID: HERE, KEEP_ALIVE_TIMEOUT_MS: "0" };
    server = await spawnServer(settings, undefined, program);
  }, 60_000);
  afterAll(async () => {
    server?.child.kill("SIGTERM");
    await server?.ended;
    release?.();
    await built?.remove();
  });

  it("sees no network but its own, and can write to /tmp alone", () => {
    const [pid = ""] = readFileSync(`/proc/${server.child.pid}/task/${server.child.pid}/children`, "utf8").split(" ");
    const interfaces = readFileSync(`/proc/${pid}/net/dev`, "utf8").split("\n").slice(2).filter(Boolean);
    expect(interfaces.map((line) => line.trim().split(":")[0])).toEqual(["lo"]);
    const mounts = readFileSync(`/proc/${pid}/mountinfo`, "utf8").split("\n").filter(Boolean);
    const options = (point: string) => mounts.findLast((line) => line.split(" ")[4] === point)?.split(" ")[5];
    expect(options("/")).toMatch(/^ro,/);
    expect(options(built.folder)).toMatch(/^ro,/);
    expect(options("/tmp")).toMatch(/^rw,/);
  });

  describeInferenceApi("the function, confined", {
    model,
    capabilities: { metrics: true, batchBytes: 32_000_000 },
    open: () =>
      Promise.resolve(overHttp(server.url, { entry: "functions", instanceId: HERE, close: () => Promise.resolve() })),
  });

  it("answers rows while the request is still being sent", async () => {
    const { socket, received } = await openConnection(server.port);
    onTestFinished(() => void socket.destroy());
    socket.write(
      "POST /api/v1/predict/batch HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n",
    );
    const rows = row.repeat(600);
    socket.write(`${Buffer.byteLength(rows).toString(16)}\r\n${rows}\r\n`);
    await until(() => received().includes('"index":511'));
    expect(received()).toContain('"index":511');
    expect(received()).not.toContain('"index":599');
    socket.write("0\r\n\r\n");
    await until(() => received().includes('"index":599'));
    expect(received()).toMatch(/\r\n0\r\n\r\n$/);
  });

  it("streams at most 10 MB, and says so in the last row; sends JSON with its length", async () => {
    const post = (type: string, body: string) =>
      fetch(`${server.url}/api/v1/predict/batch?explain=true`, {
        method: "POST",
        headers: { "content-type": type },
        body,
      });
    const streamed = await (await post("application/x-ndjson", row.repeat(15_000))).text();
    expect(Buffer.byteLength(streamed)).toBeLessThanOrEqual(9_900_000 + 1000);
    expect(Buffer.byteLength(streamed)).toBeGreaterThan(9_000_000);
    expect(JSON.parse(streamed.trimEnd().split("\n").at(-1) ?? "")).toMatchObject({
      error: {
        code: "answer_too_large",
        detail:
          "The answer has more than 9900000 bytes, which is the limit of this endpoint; send fewer rows at a time, or leave out explain=true.",
      },
    });
    const whole = await post(
      "application/json",
      JSON.stringify({ instances: Array.from({ length: 9000 }, () => example) }),
    );
    const bytes = Number(whole.headers.get("content-length"));
    expect([whole.status, bytes > 10_000_000]).toEqual([200, true]);
    expect(Buffer.byteLength(await whole.text())).toBe(bytes);
  });

  it("answers what is under way after SIGTERM, and exits with code 0", async () => {
    const slow = await openConnection(server.port);
    const body = JSON.stringify(example);
    slow.socket.write(
      `POST /predict HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`,
    );
    await pause(100);
    server.child.kill("SIGTERM");
    await pause(500);
    slow.socket.write(body);
    await until(() => slow.received().includes("prediction"));
    expect(slow.received()).toMatch(/^HTTP\/1\.1 200 OK/);
    expect(await server.ended).toBe(0);
    expect(server.log().at(-1)).toMatchObject({ message: "stopped" });
  });
});
