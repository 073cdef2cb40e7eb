// The single measurements; each returns plain numbers, and main.ts decides how often and in which order.
import { execFile, spawn } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { unzipSync } from "fflate";
import { hostPlatform } from "@modelport/packaging";
import { loadModelDirectory, loadPredictor } from "@modelport/predictor";
import { contestants, DIST } from "./contestants.ts";
import type { OpenLoopPlan, OpenLoopResult } from "./open-loop.ts";
import { CLIENT_CORE, type PinnedServer, SERVER_CORE, startPinned } from "./pinned-process.ts";
import { instances } from "./rows.ts";

const run = promisify(execFile);

/** session.run through our predictor, without HTTP: rows a second, one at a time and 1,000 at a time. */
export async function rawInference(): Promise<{ single: number; thousand: number }> {
  const directory = await loadModelDirectory(join(DIST, `server-${hostPlatform()}`, "model"));
  const predictor = await loadPredictor(directory);
  const rows = new Float32Array(1000 * predictor.columns);
  for (let i = 0; i < 1000; i++) directory.encoder.encode(instances[i % instances.length], rows, i * predictor.columns);
  const time = async (count: number, repeat: number) => {
    const part = rows.subarray(0, count * predictor.columns);
    const began = performance.now();
    for (let i = 0; i < repeat; i++) await predictor.predict(part, false);
    return (count * repeat) / ((performance.now() - began) / 1000);
  };
  await time(1, 2000);
  return { single: await time(1, 20_000), thousand: await time(1000, 200) };
}

/** Latency at a fixed rate, from a process on the client's core. */
export async function openLoop(plan: Omit<OpenLoopPlan, "bodies">): Promise<OpenLoopResult> {
  const bodies = instances.slice(0, 100).map((instance) => JSON.stringify(instance));
  const script = join(import.meta.dirname, "open-loop.ts");
  const { stdout } = await run("taskset", [
    "-c",
    CLIENT_CORE,
    process.execPath,
    script,
    JSON.stringify({ ...plan, bodies }),
  ]);
  return JSON.parse(stdout) as OpenLoopResult;
}

/** Rows a second of one CSV batch. */
export function csvBatch(server: PinnedServer, rows: number): Promise<number> {
  const names = Object.keys(instances[0] ?? {});
  const lines = instances.map((instance) => `${names.map((name) => String(instance[name])).join(",")}\n`);
  const block = lines.join("");
  return new Promise((resolve, reject) => {
    const began = performance.now();
    const outgoing = request(`${server.url}/api/v1/predict/batch`, {
      method: "POST",
      headers: { "content-type": "text/csv" },
    });
    outgoing.on("error", reject);
    outgoing.on("response", (incoming) => {
      incoming.resume();
      incoming.on("end", () => resolve(sent / ((performance.now() - began) / 1000)));
    });
    let sent = 0;
    const more = () => {
      while (sent < rows) {
        sent += lines.length;
        if (!outgoing.write(block)) return void outgoing.once("drain", more);
      }
      outgoing.end();
    };
    outgoing.write(`${names.join(",")}\n`);
    more();
  });
}

/** Milliseconds from spawn to exit of `node` with these arguments, on the server's core. */
function timeNode(args: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const began = performance.now();
    const child = spawn("taskset", ["-c", SERVER_CORE, process.execPath, ...args], {
      env: { LOG_LEVEL: "silent" },
      stdio: "ignore",
    });
    child.once("error", reject);
    child.once("exit", (code) =>
      code === 0 ? resolve(performance.now() - began) : reject(new Error(`node ended with ${code}`)),
    );
  });
}

/** The cold starts of one round, in milliseconds: an empty Node, the zip's first answer, the server's first answer. */
export interface ColdStart {
  readonly node: number;
  readonly zip: number;
  readonly server: number;
}

/** Unpacks the Lambda zip and returns one round after another of cold starts. */
export async function coldStarts(rounds: number): Promise<readonly ColdStart[]> {
  const folder = await mkdtemp(join(tmpdir(), "modelport-bench-"));
  try {
    const files = unzipSync(await readFile(join(DIST, `lambda-${hostPlatform()}.zip`)));
    for (const [name, bytes] of Object.entries(files)) {
      await mkdir(join(folder, name, ".."), { recursive: true });
      await writeFile(join(folder, name), bytes);
    }
    const event = {
      version: "2.0",
      rawPath: "/predict",
      rawQueryString: "",
      headers: { "content-type": "application/json" },
      requestContext: { http: { method: "POST", path: "/predict" } },
      body: JSON.stringify(instances[0]),
    };
    const code = `const { handler } = await import(${JSON.stringify(join(folder, "index.mjs"))});
const { statusCode } = await handler(${JSON.stringify(event)}, { awsRequestId: "bench" });
process.exit(statusCode === 200 ? 0 : 1);`;
    const [server] = contestants;
    if (!server) throw new Error("no contestant");
    const results: ColdStart[] = [];
    for (let round = 0; round < rounds; round++) {
      const node = await timeNode(["-e", "0"]);
      const zip = await timeNode(["--input-type=module", "-e", code]);
      const started = await startPinned(server.script, server.environment);
      await started.stop();
      results.push({ node, zip, server: started.readyMs });
    }
    return results;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
