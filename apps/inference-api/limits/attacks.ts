// What a client may do to a server, by mistake or on purpose. Each attack ends by itself, and closes what it opened.
import { readFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { join } from "node:path";
import { packaged } from "../src/entry/packaged.testing.ts";

const MIB = 2 ** 20;
const manifest = JSON.parse(readFileSync(join(packaged("server-bundle").path, "model/manifest.json"), "utf8")) as {
  name: string;
  selfCheck: { instance: Record<string, unknown> };
  features: { name: string; example: unknown }[];
};
export const instance = JSON.stringify(manifest.selfCheck.instance);
const csvHeader = manifest.features.map(({ name }) => name).join(",");
const csvRow = manifest.features.map(({ example }) => String(example)).join(",");

/** How long answers are left unread, or a body unfinished. */
const IDLE_MS = 2500;

const PREDICT = "/api/v1/predict";
const BATCH = "/api/v1/predict/batch";

/** An attack on the server at `port`, which has `memoryMiB`; resolves with the statuses of the answers that were read, each once. */
type Attack = (port: number, memoryMiB: number) => Promise<readonly number[]>;

export const attacks: Readonly<Record<string, Attack>> = {
  "a JSON batch of unknown keys": (port) =>
    each([1, 4, 15.9], (size) => send(port, BATCH, "json", batchOf(unknownKeys(200), size * MIB))),
  "an NDJSON batch of unknown keys": (port) =>
    each([8], (size) => send(port, BATCH, "x-ndjson", repeated(`${unknownKeys(5000)}\n`, size * MIB))),
  "requests for the API's description in a row, not read": (port) =>
    unread(port, 40, "GET /openapi.json HTTP/1.1\r\nHost: x\r\n\r\n".repeat(3000)),
  "requests in a row on a thousand connections": (port) =>
    unread(port, 1000, "GET / HTTP/1.1\r\nHost: x\r\n\r\n".repeat(2000)),
  "explained predictions in a row, not read": (port) =>
    unread(port, 40, request(`${PREDICT}?explain=true`, "json", instance).repeat(500)),
  "explained JSON batches, not read": (port) =>
    unread(port, 20, request(`${BATCH}?explain=true`, "json", batchOf(instance, 1_700_000))),
  "forty valid explained JSON batches at once": async (port, memoryMiB) => {
    const body = batchOf(instance, Math.min(memoryMiB * 10, 10_000) * (instance.length + 1));
    return (await Promise.all(times(40, () => send(port, `${BATCH}?explain=true`, "json", body)))).flat();
  },
  "sixteen MiB of empty objects": (port) =>
    each([4, 15.9], (size) => send(port, BATCH, "json", batchOf("{}", size * MIB))),
  "deep JSON": (port) =>
    each(["[", '{"a":'], (opening) => send(port, BATCH, "json", `{"instances":[${repeated(opening, 15 * MIB)}`)),
  "two thousand connections with long headers": async (port) => {
    const long = `GET /health HTTP/1.1\r\nHost: x\r\nX-Long: ${"x".repeat(12_000)}\r\n\r\n`;
    return unread(port, 2000, long);
  },
  "CSV headers of many columns": (port) =>
    each(times(10), () =>
      send(
        port,
        BATCH,
        "csv",
        `${times(32_000, (index) => `c${index}`)
          .join(",")
          .slice(0, 64_000)}\n`,
      ),
    ),
  "chunks of one byte": async (port) =>
    (
      await Promise.all(
        times(4, () => askInBytes(port, "csv", `${csvHeader}\n${csvRow.replace("France", '"Fra""nce"')}\n`.repeat(60))),
      )
    ).flat(),
  "bodies that stop, of announced length": (port) =>
    unread(port, 800, request(PREDICT, "json", " ".repeat(60_000)).slice(0, -500)),
  "bodies that stop, in chunks": (port) =>
    unread(port, 800, `${head(PREDICT, "json", "Transfer-Encoding: chunked")}ea60\r\n${" ".repeat(60_000)}`),
  "JSON batches that stop": (port) =>
    unread(port, 30, request(BATCH, "json", batchOf(instance, 3_000_000)).slice(0, -500)),
  "explained streams of long lines, not read": (port) =>
    unread(
      port,
      60,
      request(`${BATCH}?explain=true`, "x-ndjson", repeated(`${instance}${" ".repeat(60_000)}\n`, 2 * MIB)),
    ),
  "inference requests of many rows": (port) =>
    each([4, 15.9], (size) => send(port, `/v2/models/${manifest.name}/infer`, "json", tensors(size * MIB))),
};

/** Whether by its end or by an error. */
function closed(socket: Socket): Promise<void> {
  return new Promise((resolve) => void (socket.closed ? resolve() : socket.once("close", resolve)));
}

function times<T = number>(count: number, make: (index: number) => T = (index) => index as T): T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

function repeated(text: string, bytes: number): string {
  return text.repeat(Math.floor(bytes / text.length));
}

function batchOf(row: string, bytes: number): string {
  return `{"instances":[${repeated(`${row},`, bytes - 40).slice(0, -1)}]}`;
}

function unknownKeys(count: number): string {
  return `{${times(count, (index) => `"k${index}":1`).join(",")}}`;
}

function tensors(bytes: number): string {
  const data = repeated("1,", bytes).slice(0, -1);
  const name = manifest.features.find(({ example }) => Number.isInteger(example))?.name ?? "";
  return `{"inputs":[{"name":${JSON.stringify(name)},"shape":[10000,1],"datatype":"INT64","data":[${data}]}]}`;
}

function head(path: string, kind: string, more: string): string {
  const type = kind === "csv" ? "text/csv" : `application/${kind}`;
  return `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: ${type}\r\n${more}\r\n\r\n`;
}

function request(path: string, kind: string, body: string): string {
  return `${head(path, kind, `Content-Length: ${body.length}`)}${body}`;
}

async function each<T>(values: readonly T[], attack: (value: T) => Promise<readonly number[]>): Promise<number[]> {
  const statuses: number[] = [];
  for (const value of values) statuses.push(...(await attack(value)));
  return statuses;
}

/** One request, whose answer is read at full speed; no status where the connection was cut before it. */
async function send(port: number, path: string, kind: string, body: string): Promise<number[]> {
  return answered(port, [head(path, kind, `Connection: close\r\nContent-Length: ${body.length}`), body]);
}

async function askInBytes(port: number, kind: string, body: string): Promise<number[]> {
  const chunks = Array.from(body, (character) => `1\r\n${character}\r\n`).join("");
  return answered(port, [head(BATCH, kind, "Connection: close\r\nTransfer-Encoding: chunked"), chunks, "0\r\n\r\n"]);
}

async function answered(port: number, pieces: readonly string[]): Promise<number[]> {
  const socket = connect(port, "127.0.0.1");
  let begin = "";
  socket.on("data", (bytes: Buffer) => {
    if (begin.length < 12) begin += bytes.toString("latin1").slice(0, 12);
  });
  socket.on("error", () => undefined);
  for (const piece of pieces) socket.write(piece, "latin1");
  await closed(socket);
  const status = /^HTTP\/1\.1 (\d{3})/.exec(begin)?.[1];
  return status === undefined ? [] : [Number(status)];
}

/** `count` connections that send `text` and read nothing of what comes back, for a while. */
async function unread(port: number, count: number, text: string): Promise<readonly number[]> {
  const sockets = times(count, () => connect(port, "127.0.0.1"));
  for (const socket of sockets) {
    socket.on("error", () => undefined);
    socket.pause();
    socket.write(text, "latin1");
  }
  await new Promise((resolve) => setTimeout(resolve, IDLE_MS));
  await Promise.all(sockets.map((socket: Socket) => closed(socket.destroy())));
  return [];
}
