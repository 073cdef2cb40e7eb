// The archive of the Google Cloud function, built as Google builds it and started as its image starts it.
// slow/functions.slow.ts sends the whole contract through it, without a network and on a read-only disk.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { lstat, readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { hostPlatform } from "@modelport/packaging";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { describeInferenceApi, overHttp } from "@modelport/contract-tests";
import { model } from "../entry-points.testing.ts";
import { exchange, spawnServer, type SpawnedServer } from "../spawned.testing.ts";
import { type BuiltFunction, buildFunction, functionVariables } from "./built-function.testing.ts";

const HERE = "functions-model-instance";
const settings = { ...functionVariables, MODELPORT_INSTANCE_ID: HERE, MAX_BATCH_BYTES: "2000000" };

describe.skipIf(hostPlatform() !== "linux-x64")("the source of the Google Cloud function", () => {
  let built: BuiltFunction;
  let server: SpawnedServer;
  beforeAll(async () => {
    built = await buildFunction();
    server = await spawnServer(settings, undefined, built);
  }, 60_000);
  afterAll(async () => {
    server?.child.kill("SIGKILL");
    await built?.remove();
  });

  it("is built without a download and without a script, and starts Google's own framework", async () => {
    expect(built.output.trim()).toBe("rebuilt dependencies successfully");
    const bin = join(built.folder, "node_modules/.bin/functions-framework");
    expect((await lstat(bin)).isSymbolicLink()).toBe(true);
    expect((await stat(bin)).mode & 0o111).toBe(0o111);
    const framework = join(built.folder, "node_modules/@google-cloud/functions-framework/package.json");
    const { scripts, dependencies } = JSON.parse(await readFile(framework, "utf8")) as Record<string, unknown>;
    expect([scripts, dependencies]).toEqual([undefined, undefined]);
    expect(await readdir(join(built.folder, "node_modules/@google-cloud"))).toEqual(["functions-framework"]);
    const main = await readFile(`/proc/${server.child.pid}/cmdline`, "utf8");
    expect(main.split("\0")).toEqual(["node", "node_modules/.bin/functions-framework", ""]);
  });

  describeInferenceApi("the function", {
    model,
    isSample: true,
    capabilities: { metrics: true, batchBytes: 2_000_000 },
    open: () => Promise.resolve(overHttp(server.url, { entry: "functions", instanceId: HERE, close: async () => {} })),
  });

  it.each([
    ["the paths that the framework keeps for itself", "GET /robots.txt HTTP/1.1\r\nHost: x\r\n", 404, "not_found"],
    ["a body that its parser refuses", post("application/json", "{bad"), 400, "invalid_json"],
    [
      "one that it would inflate",
      post("application/json", "{}", "Content-Encoding: gzip\r\n"),
      415,
      "unsupported_media_type",
    ],
    ["an HTTP message that Node refuses", "GET / HTTP/1.1\r\nBad header: x\r\nHost: x\r\n", 400, "malformed_request"],
  ])("answers %s itself", async (_title, bytes, status, code) => {
    const answer = await exchange(
      server.port,
      bytes.includes("\r\n\r\n") ? bytes : `${bytes}Connection: close\r\n\r\n`,
    );
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(answer).toContain("application/problem+json");
    expect(answer).toContain(code);
  });

  it("logs lines of its own, whole, with the framework's execution ids on", () => {
    expect(server.log().find(({ message }) => message === "ready")).toMatchObject({ level: "info", threads: 1 });
    expect(server.log().every((line) => typeof line["message"] === "string")).toBe(true);
  });

  it("serves with WORKERS, which do not load the framework", async () => {
    const several = await spawnServer({ ...settings, WORKERS: "2" }, undefined, built);
    try {
      expect(several.log().find(({ message }) => message === "ready")).toMatchObject({ workers: 2 });
      several.child.kill("SIGTERM");
      expect(await several.ended).toBe(0);
    } finally {
      several.child.kill("SIGKILL");
    }
  });

  it.each([
    [{ LOG_LEVEL: "loud" }, /^modelport: LOG_LEVEL is "loud", but must be one of /],
    [{ MODEL_DIR: "/nowhere" }, /^modelport: .*\/nowhere/],
  ])("says in one sentence why it cannot start: %j", async (wrong, sentence) => {
    const { code, said } = await failed({ ...settings, ...wrong });
    expect(code).toBe(1);
    expect(said).toMatch(sentence);
    expect(said.trim().split("\n")).toHaveLength(1);
  });

  async function failed(env: Readonly<Record<string, string>>) {
    const [file, ...given] = built.command;
    const child = spawn(file, given, { cwd: built.folder, env, stdio: ["ignore", "ignore", "pipe"] });
    let said = "";
    child.stderr?.on("data", (bytes) => void (said += String(bytes)));
    const [code] = (await once(child, "close")) as [number];
    return { code, said };
  }
});

function post(type: string, body: string, more = ""): string {
  const head = `POST /predict HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: ${type}\r\n${more}`;
  return `${head}Content-Length: ${body.length}\r\n\r\n${body}`;
}
