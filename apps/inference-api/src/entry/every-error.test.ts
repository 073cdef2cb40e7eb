// Every code of the error table is sent by something.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ErrorCode, errorTable } from "@modelport/contracts";
import { readExpectedModel } from "@modelport/contract-tests";
import { prepareModel } from "@modelport/packaging";
import type { Predictor } from "@modelport/predictor";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { ByteBudget } from "../batch/spool.ts";
import type { AppEnv } from "../http/context.ts";
import { buildInProcess } from "../in-process.testing.ts";
import { MAX_BODY_BYTES } from "../limits.ts";
import { exchange, spawnServer, type SpawnedServer } from "./spawned.testing.ts";

const MODEL = join(import.meta.dirname, "../../../../model");
const { manifest } = await readExpectedModel(MODEL);
const prepared = await mkdtemp(join(tmpdir(), "modelport-errors-"));
const { app, service } = buildInProcess(prepared, {}, { answersAhead: new ByteBudget(0) });
const unloaded = buildInProcess(prepared).app;
const instance = JSON.stringify(manifest.selfCheck.instance);
const BATCH = "/api/v1/predict/batch";
const PATIENCE_MS = 10_000;
let server: SpawnedServer;

beforeAll(async () => {
  await prepareModel(MODEL, prepared);
  await service.load();
  server = await spawnServer({ BODY_IDLE_TIMEOUT_MS: "200" });
}, 30_000);
afterAll(async () => {
  server.child.kill("SIGKILL");
  await rm(prepared, { recursive: true, force: true });
});

interface Sent {
  readonly path?: string;
  readonly type?: string;
  readonly env?: AppEnv["Bindings"];
  readonly on?: typeof app;
}

async function post(body: string | Uint8Array<ArrayBuffer>, { path = "/predict", type, env, on = app }: Sent = {}) {
  const init = { method: "POST", headers: { "content-type": type ?? "application/json" }, body };
  return (await on.request(path, init, env)).text();
}

/** `send` while members of the predictor are others. */
async function withPredictor(members: Partial<Predictor>, send: () => Promise<string>): Promise<string> {
  const { predictor } = service;
  if (!predictor) throw new Error("The service is not loaded.");
  const before = { ...predictor };
  Object.assign(predictor, members);
  return send().finally(() => Object.assign(predictor, before));
}

/** A client that reads one row of its answer, and nothing more for a while, before it has sent everything. */
async function unreadAnswer(): Promise<string> {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const rest = Promise.withResolvers<void>();
  async function* rows() {
    yield Buffer.from(`${instance}\n`.repeat(2000));
    await rest.promise;
  }
  const headers = { "content-type": "application/x-ndjson" };
  const init = { method: "POST", headers, body: ReadableStream.from(rows()), duplex: "half" as const };
  const answer = (await app.request(BATCH, init)).body?.getReader();
  await answer?.read();
  await vi.advanceTimersByTimeAsync(PATIENCE_MS);
  vi.useRealTimers();
  rest.resolve();
  let text = "";
  for (let piece = await answer?.read(); piece?.done === false; piece = await answer?.read()) {
    text += Buffer.from(piece.value).toString("utf8");
  }
  return text;
}

const NOT_UTF8 = Uint8Array.of(0x22, 0xff, 0x22);
const get = (line: string, more = "") => `GET ${line} HTTP/1.1\r\nHost: x\r\n${more}Connection: close\r\n\r\n`;

const SENT: Readonly<Record<ErrorCode, () => Promise<string>>> = {
  malformed_request: () => exchange(server.port, "hello\r\n\r\n"),
  invalid_json: () => post("{"),
  invalid_encoding: () => post(NOT_UTF8),
  invalid_csv: () => post('"', { path: BATCH, type: "text/csv" }),
  invalid_parameter: () => post(instance, { path: "/predict?explain=yes" }),
  not_found: () => post(instance, { path: "/nowhere" }),
  request_timeout: () => exchange(server.port, "POST /predict HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{"),
  method_not_allowed: () => post("", { path: "/health" }),
  payload_too_large: () => post(" ".repeat(MAX_BODY_BYTES + 1)),
  answer_too_large: () =>
    post(`${instance}\n`, { path: BATCH, type: "application/x-ndjson", env: { whyEndAt: () => "Too long." } }),
  answer_not_read: unreadAnswer,
  unsupported_media_type: () => post("", { type: "text/plain" }),
  expectation_failed: () => exchange(server.port, get("/health", "Expect: foo\r\n")),
  validation_failed: () => post("{}"),
  explanation_unavailable: () =>
    withPredictor({ explains: false }, () => post(instance, { path: "/predict?explain=true" })),
  output_not_finite: () =>
    withPredictor(
      { predictRow: () => Promise.resolve({ scored: { count: 1, score: Float32Array.of(Number.NaN) }, index: 0 }) },
      () => post(instance),
    ),
  headers_too_large: () => exchange(server.port, get("/health", `X-Long: ${"x".repeat(70_000)}\r\n`)),
  internal_error: () =>
    withPredictor({ predictRow: () => Promise.reject(new Error("The session broke.")) }, () => post(instance)),
  not_ready: () => post(instance, { on: unloaded }),
  overloaded: () => post(instance, { env: { overloaded: true } }),
};

it.each(Object.keys(errorTable) as ErrorCode[])("%s", async (code) => {
  expect(await SENT[code]()).toContain(`"code":"${code}"`);
});
