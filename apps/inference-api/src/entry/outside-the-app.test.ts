// What Node answers by itself, or would: it must be told like any other answer, and stand in no other one.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { packaged } from "./packaged.testing.ts";
import { exchange, openConnection, pause, spawnServer, type SpawnedServer, until } from "./spawned.testing.ts";

const { path: bundle } = packaged("server-bundle");
const manifest = JSON.parse(readFileSync(join(bundle, "model/manifest.json"), "utf8")) as {
  selfCheck: { instance: object };
  features: { name: string; example: unknown }[];
};
const instance = JSON.stringify(manifest.selfCheck.instance);
const csvHeader = `${manifest.features.map(({ name }) => name).join(",")}\n`;
const csvRow = `${manifest.features.map(({ example }) => String(example)).join(",")}\n`;
const predict = `POST /predict HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${instance.length}\r\n\r\n${instance}`;
const batchHead =
  "POST /api/v1/predict/batch HTTP/1.1\r\nHost: x\r\nContent-Type: text/csv\r\nTransfer-Encoding: chunked\r\n\r\n";
const chunk = (text: string) => `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`;

let server: SpawnedServer;
beforeAll(async () => {
  server = await spawnServer({ BODY_IDLE_TIMEOUT_MS: "600" });
}, 30_000);
afterAll(() => void server.child.kill("SIGKILL"));

const statusesOf = (text: string) => [...text.matchAll(/HTTP\/1\.1 (\d+) /g)].map(([, status]) => Number(status));

/** The problem document at the end of `answer`, whose id its headers and one line of the log have as well. */
async function problemIn(answer: string) {
  const document = JSON.parse(answer.slice(answer.lastIndexOf("\r\n\r\n"))) as { code: string; request_id: string };
  expect(answer.toLowerCase()).toContain("content-type: application/problem+json\r\n");
  expect(answer.toLowerCase()).toContain(`x-request-id: ${document.request_id}\r\n`);
  const logged = () => server.log().filter((line) => line["request_id"] === document.request_id);
  await until(() => logged().length > 0);
  expect(logged()).toMatchObject([{ message: "request", status: statusesOf(answer).at(-1) }]);
  return document;
}

/** How often the metrics have counted `status` outside the app's routes. */
async function counted(status: number): Promise<number> {
  const pattern = new RegExp(`_count\\{route="unknown",status="${status}"\\} (\\d+)`);
  return Number(pattern.exec(await server.metrics())?.[1] ?? 0);
}

describe("a request that the app never sees", () => {
  it.each([
    ["not HTTP", "hello\r\n\r\n", 400, "malformed_request"],
    [
      "too long headers",
      `GET / HTTP/1.1\r\nHost: x\r\nX-Long: ${"x".repeat(70_000)}\r\n\r\n`,
      431,
      "headers_too_large",
    ],
    ["no Host", "GET /health HTTP/1.1\r\nConnection: close\r\n\r\n", 400, "malformed_request"],
    ["an odd Host", "GET /health HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n", 400, "malformed_request"],
    ["an odd path", "GET \\health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", 400, "malformed_request"],
    [
      "Expect",
      "GET /health HTTP/1.1\r\nHost: x\r\nExpect: foo\r\nConnection: close\r\n\r\n",
      417,
      "expectation_failed",
    ],
    ["CONNECT", "CONNECT example.com:443 HTTP/1.1\r\nHost: example.com:443\r\n\r\n", 405, "method_not_allowed"],
  ])("%s: a problem document with an id, a line of the log and a count", async (_title, bytes, status, code) => {
    const before = await counted(status);
    const answer = await exchange(server.port, bytes);
    expect(statusesOf(answer)).toEqual([status]);
    expect(await problemIn(answer)).toMatchObject({ code });
    expect(await counted(status)).toBe(before + 1);
  });

  it("keeps the id that was sent", async () => {
    const answer = await exchange(
      server.port,
      "GET /health HTTP/1.1\r\nX-Request-Id: mine-1\r\nConnection: close\r\n\r\n",
    );
    expect(await problemIn(answer)).toMatchObject({ request_id: "mine-1" });
  });

  it("OPTIONS * is answered with the methods", async () => {
    const answer = await exchange(server.port, "OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    expect(answer).toMatch(/^HTTP\/1\.1 204 No Content\r\n/);
    expect(answer).toContain("Allow: GET, HEAD, POST\r\n");
    expect(answer).toContain("X-Request-Id: ");
  });

  it("a connection that never sent anything is closed without an answer", async () => {
    const other = await spawnServer({ HEADERS_TIMEOUT_MS: "101", KEEP_ALIVE_TIMEOUT_MS: "100", LOG_LEVEL: "warn" });
    const answer = await exchange(other.port, "", 8000);
    other.child.kill("SIGKILL");
    expect(answer).toBe("");
  }, 20_000);
});

describe("a request that the app answers", () => {
  it.each([
    ["HTTP/1.0 without Host, as HAProxy checks health", "GET /health HTTP/1.0\r\n\r\n"],
    [
      "an upgrade to h2c, as Java's HttpClient offers it",
      predict.replace(
        "\r\n\r\n",
        "\r\nConnection: Upgrade, HTTP2-Settings, close\r\nUpgrade: h2c\r\nHTTP2-Settings: AAEAAEAAAAIAAAAB\r\n\r\n",
      ),
    ],
    [
      "a web socket's handshake",
      "GET /health HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, close\r\nUpgrade: websocket\r\n\r\n",
    ],
    [
      "more than 2,000 headers",
      predict
        .replace("\r\n\r\n", `\r\n${"a:1\r\n".repeat(2200)}Connection: close\r\n\r\n`)
        .replace("Content-Type: application/json\r\n", "")
        .replace("Connection:", "Content-Type: application/json\r\nConnection:"),
    ],
  ])("%s", async (_title, bytes) => {
    expect(statusesOf(await exchange(server.port, bytes))).toEqual([200]);
  });
});

describe("an error behind another request of the same connection", () => {
  it("is answered after it, and not in its place", async () => {
    const answer = await exchange(server.port, `${predict}nonsense\r\n\r\n`);
    expect(statusesOf(answer)).toEqual([200, 400]);
    expect(answer.indexOf('"prediction"')).toBeLessThan(answer.indexOf('"malformed_request"'));
    expect(await problemIn(answer)).toMatchObject({ code: "malformed_request" });
  });

  it("CONNECT too", async () => {
    const answer = await exchange(server.port, `${predict}CONNECT x:1 HTTP/1.1\r\nHost: x\r\n\r\n`);
    expect(statusesOf(answer)).toEqual([200, 405]);
  });
});

describe("a body that breaks", () => {
  it("before the answer: a problem document", async () => {
    const answer = await exchange(server.port, `${batchHead}${chunk(csvHeader)}zz\r\n`);
    expect(statusesOf(answer)).toEqual([400]);
    expect(await problemIn(answer)).toMatchObject({ code: "malformed_request" });
  });

  it("in a streamed answer: its last row, and nothing of HTTP in it", async () => {
    const { socket, received, closed } = await openConnection(server.port);
    socket.write(batchHead.replace("Host: x", "Host: x\r\nX-Request-Id: breaks-1"));
    socket.write(chunk(csvHeader + csvRow.repeat(600)));
    await until(() => received().includes("\n511,"));
    socket.write("zz\r\n");
    const answer = await Promise.race([closed, pause(3000).then(() => "still open")]);
    expect(statusesOf(answer)).toEqual([200]);
    expect(answer).toMatch(
      /\n600,+"?The request broke off here\. Send a well-formed HTTP\/1\.1 request\."?\r\n\r\n0\r\n\r\n$/,
    );
    expect(server.log().filter((line) => line["request_id"] === "breaks-1")).toMatchObject([
      { message: "request", status: 200 },
      { message: "answer broke off", reason: "request_failed", route: "/api/v1/predict/batch", rows: 600 },
    ]);
    expect(await server.metrics()).toContain(
      'modelport_http_answers_aborted_total{route="/api/v1/predict/batch",reason="request_failed"} 1',
    );
  });
});

describe("a client that leaves", () => {
  it("in a streamed batch is logged with the request's id, and counted", async () => {
    const { socket, received } = await openConnection(server.port);
    socket.write(batchHead.replace("Host: x", "Host: x\r\nX-Request-Id: leaves-1"));
    socket.write(chunk(csvHeader + csvRow.repeat(600)));
    await until(() => received().includes("\n511,"));
    socket.resetAndDestroy();
    const lines = () => server.log().filter((line) => line["request_id"] === "leaves-1");
    await until(() => lines().length > 1);
    expect(lines()).toMatchObject([
      { message: "request", status: 200 },
      { level: "info", message: "answer broke off", reason: "client_left" },
    ]);
    expect(await server.metrics()).toContain('route="/api/v1/predict/batch",reason="client_left"} 1');
  });
});

describe("a body that stops", () => {
  it.each([
    [
      "gathered",
      `POST /predict HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{"a"`,
    ],
    ["streamed", `${batchHead}${chunk(csvHeader)}`],
    ["never begun", batchHead],
  ])("%s: 408 after BODY_IDLE_TIMEOUT_MS, and the connection ends", async (_title, bytes) => {
    const { socket, closed } = await openConnection(server.port);
    socket.write(bytes);
    const answer = await Promise.race([closed, pause(3000).then(() => "still open")]);
    expect(statusesOf(answer)).toEqual([408]);
    expect(answer.toLowerCase()).toContain("connection: close\r\n");
    expect(await problemIn(answer)).toMatchObject({ code: "request_timeout" });
  });

  it("in a streamed answer: its last row says so, and the connection ends", async () => {
    const { socket, closed } = await openConnection(server.port);
    socket.write(batchHead + chunk(csvHeader + csvRow.repeat(600)));
    const answer = await Promise.race([closed, pause(3000).then(() => "still open")]);
    expect(statusesOf(answer)).toEqual([200]);
    expect(answer).toMatch(
      /\n600,+"?The request broke off here\. Send the whole request without pauses\."?\r\n\r\n0\r\n\r\n$/,
    );
  });

  it("goes on as long as it makes progress, however long it takes", async () => {
    const { socket, received, closed } = await openConnection(server.port);
    socket.write(batchHead.replace("Host: x", "Host: x\r\nConnection: close") + chunk(csvHeader));
    for (let i = 0; i < 16; i++) {
      socket.write(chunk(csvRow.repeat(50)));
      await pause(250);
    }
    socket.write("0\r\n\r\n");
    const answer = await Promise.race([closed, pause(3000).then(received)]);
    expect(answer).toMatch(/\n799,[\d.]+,no_churn,\r\n\r\n0\r\n\r\n$/);
  }, 15_000);

  it("may wait for an answer that is made for longer", async () => {
    // The second request waits for the first, whose body comes slowly; its own stands complete in the connection.
    const { socket, received } = await openConnection(server.port);
    socket.write(batchHead + chunk(csvHeader + csvRow));
    await pause(400);
    socket.write(chunk(csvRow));
    await pause(400);
    socket.write(`0\r\n\r\n${predict}`);
    await until(() => statusesOf(received()).length === 2);
    socket.destroy();
    expect(statusesOf(received())).toEqual([200, 200]);
  });
});
