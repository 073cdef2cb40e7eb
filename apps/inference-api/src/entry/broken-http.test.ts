// Clients that break HTTP, and the packaged server after each of them.
import { connect } from "node:net";
import { join } from "node:path";
import { readExpectedModel } from "@modelport/contract-tests";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { spawnServer, type SpawnedServer } from "./spawned.testing.ts";

const { manifest } = await readExpectedModel(join(import.meta.dirname, "../../../../model"));
const headers = { "content-type": "application/json" };
const predict = { method: "POST", headers, body: JSON.stringify(manifest.selfCheck.instance) };

let server: SpawnedServer;
beforeAll(async () => {
  server = await spawnServer();
}, 30_000);
afterAll(() => void server?.child.kill("SIGKILL"));

const errors = () => server.log().filter(({ level }) => level === "error");

describe("a client that breaks HTTP", () => {
  const head = "POST /predict HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";

  /** What the server says to these bytes; the client's side is closed behind them. */
  function say(port: number, bytes: string | Buffer): Promise<string> {
    return new Promise((resolve) => {
      const socket = connect(port, "127.0.0.1");
      let answer = "";
      socket.on("data", (chunk) => (answer += String(chunk)));
      socket.on("error", () => {});
      socket.once("close", () => resolve(answer));
      socket.end(bytes);
    });
  }

  it.each([
    ["no HTTP at all", "hello\r\n\r\n", "400", "malformed_request"],
    ["two different lengths", `${head}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}`, "400", "malformed_request"],
    ["a length that is not a number", `${head}Content-Length: ten\r\n\r\n{}`, "400", "malformed_request"],
    ["a length that is too small", `${head}Content-Length: 1\r\nConnection: close\r\n\r\n{}`, "400", "invalid_json"],
    ["a broken chunk", `${head}Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n`, "400", "malformed_request"],
    ["headers without end", `${head}X-Long: ${"x".repeat(70_000)}\r\n\r\n`, "431", "headers_too_large"],
    [
      "a body that is not UTF-8",
      Buffer.from(`${head}Content-Length: 3\r\nConnection: close\r\n\r\n"\xff"`, "latin1"),
      "400",
      "invalid_encoding",
    ],
  ])("%s is a problem document, and the next request is answered", async (_title, bytes, status, code) => {
    const answer = await say(server.port, bytes);
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(answer.toLowerCase()).toContain("content-type: application/problem+json");
    expect(answer).toContain(`"code":"${code}"`);
    expect((await fetch(`${server.url}/predict`, predict)).status).toBe(200);
  });

  it.each([
    ["a body that stops before its length", `${head}Content-Length: 500\r\n\r\n{"a":`],
    ["a stream that stops in a chunk", `${head}Transfer-Encoding: chunked\r\n\r\n40\r\n{"a":`],
  ])("%s is the client's fault, and the next request is answered", async (_title, bytes) => {
    await say(server.port, bytes);
    expect((await fetch(`${server.url}/predict`, predict)).status).toBe(200);
    expect(errors()).toEqual([]);
  });

  it("leaves a server that stops as it is told", async () => {
    server.child.kill("SIGTERM");
    expect(await server.ended).toBe(0);
    expect(errors()).toEqual([]);
  });
});
