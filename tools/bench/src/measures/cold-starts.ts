import { spawn } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { unzipSync } from "fflate";
import { hostPlatform } from "@modelport/packaging";
import { DIST, everythingOn } from "../contestants.ts";
import { SERVER_CORE, startPinned } from "../pinned-process.ts";
import type { BenchmarkRun } from "../result.ts";
import { instances } from "../rows.ts";

/** Times from spawn, in turns: an empty Node to exit, the Lambda zip to its first response, the server to a 200 from /ready. */
export async function coldStarts(rounds: number): Promise<BenchmarkRun["coldStartMs"]> {
  const folder = await mkdtemp(join(tmpdir(), "modelport-bench-"));
  try {
    await unpackZip(folder);
    const [node, zip, server]: [number[], number[], number[]] = [[], [], []];
    for (let round = 0; round < rounds; round++) {
      node.push(await timeNode(["-e", "0"]));
      zip.push(await timeNode(["--input-type=module", "-e", firstInvocation(folder)]));
      const started = await startPinned(everythingOn);
      await started.stop();
      server.push(started.readyMs);
    }
    return { node, zip, server };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function unpackZip(folder: string): Promise<void> {
  const files = unzipSync(await readFile(join(DIST, `lambda-${hostPlatform()}.zip`)));
  for (const [name, bytes] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), bytes);
  }
}

/** A program that loads the function and exits after its first response, with code 0 if that is a 200. */
function firstInvocation(folder: string): string {
  const event = {
    version: "2.0",
    rawPath: "/predict",
    rawQueryString: "",
    headers: { "content-type": "application/json" },
    requestContext: { http: { method: "POST", path: "/predict" } },
    body: JSON.stringify(instances[0]),
  };
  return `const { handler } = await import(${JSON.stringify(join(folder, "index.mjs"))});
const { statusCode } = await handler(${JSON.stringify(event)}, { awsRequestId: "bench" });
process.exit(statusCode === 200 ? 0 : 1);`;
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
