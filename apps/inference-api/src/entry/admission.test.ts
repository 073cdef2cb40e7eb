// What one connection may cost the packaged server: pipelined requests, unread answers, refused bodies.
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { join } from "node:path";
import { Readable, Transform } from "node:stream";
import { readExpectedModel } from "@modelport/contract-tests";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startPackaged } from "./packaged.testing.ts";

const MIB = 2 ** 20;
const { manifest } = await readExpectedModel(join(import.meta.dirname, "../../../../model"));
const instance = JSON.stringify(manifest.selfCheck.instance);

let server: Awaited<ReturnType<typeof startPackaged>>;
beforeAll(async () => void (server = await startPackaged("server-bundle", { DRAIN_DELAY_MS: "0" })));
afterAll(() => server.close());

async function open(): Promise<Socket> {
  const socket = connect(Number(new URL(server.url).port), "127.0.0.1");
  socket.on("error", () => undefined); // A test looks at what arrived.
  await once(socket, "connect");
  return socket;
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function* pieces(bytes: number): Generator<Buffer> {
  const piece = Buffer.alloc(65_536, " ");
  for (let sent = 0; sent < bytes; sent += piece.length) yield piece;
}

/** Everything that arrives until `enough` says so, or the connection ends. */
async function readUntil(socket: Socket, enough: (text: string) => boolean): Promise<string> {
  let text = "";
  try {
    for await (const bytes of socket) {
      text += (bytes as Buffer).toString("latin1");
      if (enough(text)) break;
    }
  } catch {
    // A reset, after what arrived before it.
  }
  return text;
}

async function residentMiB(): Promise<number> {
  const text = await (await fetch(`${server.url}/metrics`)).text();
  return Number(/^process_resident_memory_bytes (\d+)$/m.exec(text)?.[1]) / MIB;
}

function post(body: string, headers: string): string {
  return `POST /api/v1/predict HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n${headers}\r\n${body}`;
}

it("answers predictions that are sent in a row, each under its own id and in order", async () => {
  const ids = Array.from({ length: 300 }, (_, index) => `row-${index}`);
  const socket = await open();
  socket.write(ids.map((id) => post(instance, `X-Request-Id: ${id}\r\n`)).join(""));
  const text = await readUntil(socket, (received) => received.includes('"request_id":"row-299"'));
  expect([...text.matchAll(/"request_id":"([^"]+)"/g)].map((match) => match[1])).toEqual(ids);
  expect(text.match(/HTTP\/1\.1 200 OK/g)).toHaveLength(ids.length);
});

it("takes no memory for the answers of requests that are sent in a row and not read, and answers all of them in the end", async () => {
  await (await fetch(`${server.url}/openapi.json`)).text();
  const before = await residentMiB();
  const socket = await open();
  socket.pause();
  socket.write("GET /openapi.json HTTP/1.1\r\nHost: x\r\n\r\n".repeat(1500));
  await pause(1500);
  expect((await residentMiB()) - before).toBeLessThan(30);
  const head = "HTTP/1.1 200 OK";
  let [answers, rest] = [0, ""];
  for await (const bytes of socket) {
    const parts = (rest + (bytes as Buffer).toString("latin1")).split(head);
    answers += parts.length - 1;
    rest = (parts.at(-1) ?? "").slice(-head.length);
    if (answers === 1500) break;
  }
  expect(answers).toBe(1500);
}, 60_000);

it.each([
  ["too large", "/api/v1/predict", "application/json", 413],
  ["of another type", "/api/v1/predict/batch", "image/png", 415],
  ["for no route", "/nowhere", "application/json", 404],
])(
  "answers a body that is %s, reads little more of it, and ends the connection",
  async (_title, path, type, status) => {
    const socket = await open();
    const announced = 200 * MIB;
    socket.write(`POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: ${type}\r\nContent-Length: ${announced}\r\n\r\n`);
    let taken = 0;
    const endless = Readable.from(pieces(announced), { objectMode: false, highWaterMark: 1 });
    endless
      .pipe(
        new Transform({
          transform(piece: Buffer, _encoding, done) {
            taken += piece.length;
            done(null, piece);
          },
        }),
      )
      .pipe(socket, { end: false });
    const text = await readUntil(socket, () => false);
    expect(text).toMatch(new RegExp(`^HTTP/1\\.1 ${status} [^]*^connection: close\r$`, "im"));
    // The kernels' buffers of both sides hold some megabytes besides.
    expect(taken / MIB).toBeLessThan(16);
  },
);
