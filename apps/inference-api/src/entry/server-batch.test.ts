// Streamed batches through the packaged server: memory stays bounded, and a client that goes away leaves nothing behind.
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readExpectedModel } from "@modelport/contract-tests";
import { type RunningService, startService, stopService, freePort } from "@modelport/local-runtime";
import { hostPlatform, readArtifacts } from "@modelport/packaging";
import { afterAll, beforeAll, expect, it } from "vitest";

const DIST = join(import.meta.dirname, "../../dist");
const { manifest } = await readExpectedModel(join(import.meta.dirname, "../../../../model"));
const names = manifest.features.map((feature) => feature.name);
const line = `${manifest.features.map((feature) => String(feature.example)).join(",")}\n`;

let directory: string;
let server: RunningService;

beforeAll(async () => {
  const found = readArtifacts(DIST).artifacts.find(
    ({ kind, platform }) => kind === "server-bundle" && platform === hostPlatform(),
  );
  if (!found) throw new Error("dist has no server bundle for this machine");
  directory = await mkdtemp(join(tmpdir(), "modelport-batch-"));
  server = await startService({
    name: "server",
    artifact: { kind: "server-bundle", path: join(DIST, found.path), digest: found.digest },
    directory: join(directory, "server"),
    port: await freePort(),
    environment: { LOG_LEVEL: "info", DRAIN_DELAY_MS: "0" },
  });
}, 60_000);
afterAll(async () => {
  await stopService(server);
  await rm(directory, { recursive: true, force: true });
});

interface Sent {
  readonly rows: number;
  /** Called at each piece of the answer. */
  readonly onAnswer?: (bytes: number) => void;
  /** Cuts the connection when this many rows have been sent. */
  readonly cutAfter?: number;
}

/** Posts `rows` CSV rows without a Content-Length; the answer's bytes and lines, or undefined where the connection was cut. */
function post({ rows, onAnswer, cutAfter }: Sent): Promise<{ lines: number; last: string } | undefined> {
  return new Promise((resolve, reject) => {
    const outgoing = request(`${server.url}/api/v1/predict/batch`, {
      method: "POST",
      headers: { "content-type": "text/csv" },
    });
    let [lines, last] = [0, ""];
    outgoing.on("response", (incoming) => {
      incoming.setEncoding("utf8");
      incoming.on("data", (chunk: string) => {
        onAnswer?.(chunk.length);
        lines += chunk.split("\n").length - 1;
        last = (last + chunk).slice(-200);
      });
      incoming.on("end", () => resolve({ lines, last }));
      incoming.on("error", () => resolve(undefined));
    });
    outgoing.on("error", (error) => (cutAfter === undefined ? reject(error) : resolve(undefined)));
    const chunk = line.repeat(1000);
    let sent = 0;
    const more = () => {
      while (sent < rows) {
        if (cutAfter !== undefined && sent >= cutAfter) return void outgoing.destroy();
        sent += 1000;
        if (!outgoing.write(chunk)) return void outgoing.once("drain", more);
      }
      outgoing.end();
    };
    outgoing.write(`${names.join(",")}\n`);
    more();
  });
}

/** Resident memory in MB; 0 where the system does not say. */
async function residentMb(): Promise<number> {
  const status = await readFile(`/proc/${server.pid}/status`, "utf8").catch(() => "");
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1024;
}

async function scoredRows(): Promise<number> {
  const text = await (await fetch(`${server.url}/metrics`)).text();
  return Number(/modelport_batch_rows_total\{outcome="scored"\} (\d+)/.exec(text)?.[1] ?? 0);
}

async function predictOne(): Promise<number> {
  const body = JSON.stringify(manifest.selfCheck.instance);
  const headers = { "content-type": "application/json" };
  return (await fetch(`${server.url}/predict`, { method: "POST", headers, body })).status;
}

it("scores a million rows within 200 MB above idle, and lets single requests through in between", async () => {
  await post({ rows: 20_000 });
  const idle = await residentMb();
  let most = idle;
  let slowest = 0;
  const finished = new AbortController();
  const watch = (async () => {
    while (!finished.signal.aborted) {
      most = Math.max(most, await residentMb());
      const began = performance.now();
      expect(await predictOne()).toBe(200);
      slowest = Math.max(slowest, performance.now() - began);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  })();
  const answer = await post({ rows: 1_000_000 });
  finished.abort();
  await watch;
  expect(answer?.lines).toBe(1_000_001);
  expect(answer?.last).toMatch(/\n999999,[^,]+,[^,]+,\r\n$/);
  process.stdout.write(
    `a million rows: ${(most - idle).toFixed(0)} MB above idle, slowest single request ${slowest.toFixed(0)} ms\n`,
  );
  expect(most - idle).toBeLessThan(200);
  expect(slowest).toBeLessThan(2000);
}, 120_000);

it("stops working when the client goes away, and is as it was", async () => {
  const before = await scoredRows();
  expect(await post({ rows: 1_000_000, cutAfter: 100_000 })).toBeUndefined();
  let settled = await scoredRows();
  for (let again = -1; again !== settled;) {
    again = settled;
    await new Promise((resolve) => setTimeout(resolve, 200));
    settled = await scoredRows();
  }
  expect(settled - before).toBeLessThan(300_000);
  expect(await predictOne()).toBe(200);
  expect((await post({ rows: 1000 }))?.lines).toBe(1001);
  const log = await readFile(join(server.directory, "service.log"), "utf8").catch(() => "");
  expect(log).not.toMatch(/"level":"error"|Error:/);
}, 60_000);
