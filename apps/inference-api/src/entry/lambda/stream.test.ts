// The packaged zip as a streaming function: what arrives when, how much of it, and what ends it.
import { join } from "node:path";
import { readExpectedModel } from "@modelport/contract-tests";
import {
  eventShapes,
  httpStream,
  type LambdaEmulator,
  type LambdaEmulatorOptions,
  type StreamedInvocation,
  startLambdaEmulator,
} from "@modelport/local-runtime";
import { afterEach, describe, expect, it } from "vitest";
import { packaged } from "../packaged.testing.ts";

const { manifest } = await readExpectedModel(join(import.meta.dirname, "../../../../../model"));
const example = Object.fromEntries(manifest.features.map((feature) => [feature.name, feature.example]));
const HEADER = `${manifest.features.map(({ name }) => name).join(",")}\n`;
const ROW = `${manifest.features.map((feature) => String(feature.example)).join(",")}\n`;

const running: LambdaEmulator[] = [];
afterEach(async () => {
  for (const emulator of running.splice(0)) await emulator.stop();
});

/** The zip with `handler`, and the log lines that it has written by now. */
async function start(handler: string, options: LambdaEmulatorOptions = {}) {
  const lines: string[] = [];
  const { path: zipPath } = packaged("lambda-zip");
  const log = (line: string) => void lines.push(line);
  const emulator = await startLambdaEmulator({ zipPath, handler, maxEnvironments: 1, log, ...options });
  running.push(emulator);
  return { emulator, lines };
}

const { "function-url": functionUrl, alb } = eventShapes;

function batch(body: string, query = "explain=true") {
  const headers = { "content-type": "text/csv" };
  return functionUrl.toEvent({ method: "POST", path: "/api/v1/predict/batch", query, headers, body });
}

function ndjsonBatch(rows: number) {
  const headers = { "content-type": "application/x-ndjson" };
  const body = `${JSON.stringify(example)}\n`.repeat(rows);
  return functionUrl.toEvent({ method: "POST", path: "/api/v1/predict/batch", query: "explain=true", headers, body });
}

async function gathered(invocation: StreamedInvocation) {
  const answer = await httpStream(invocation);
  const text = Buffer.concat(await Array.fromAsync(answer?.body ?? [])).toString("utf8");
  return { status: answer?.status, rows: text.trimEnd().split("\r\n").slice(1), bytes: text.length };
}

describe("a streamed batch", { timeout: 60_000 }, () => {
  it("sends its first rows while its last are not scored yet, and none faster than they are read", async () => {
    const { emulator, lines } = await start("index.stream", { timeoutSeconds: 60 });
    const finished = () => lines.filter((line) => line.includes('"message":"batch"')).length;
    // Some 30 MB: more than the machine's buffers between the function and us.
    const invocation = await emulator.invokeStream(ndjsonBatch(18_000));
    const answer = await httpStream(invocation);
    const pieces = answer?.body[Symbol.asyncIterator]();
    let text = "";
    while (!text.includes("\n")) text += Buffer.from((await pieces?.next())?.value ?? []).toString("utf8");
    expect(JSON.parse(text.slice(0, text.indexOf("\n")))).toMatchObject({ index: 0 });
    // Unread, it goes no further, however long it has.
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(finished()).toBe(0);
    await pieces?.return?.();
    expect(await invocation.failure).toBeUndefined();
    await expect.poll(finished).toBe(1);
  });

  it("may have more than 6 MB, which the handler that answers at once refuses", async () => {
    const event = batch(HEADER + ROW.repeat(20_000));
    const streaming = await start("index.stream", { timeoutSeconds: 60 });
    const { status, rows, bytes } = await gathered(await streaming.emulator.invokeStream(event));
    expect([status, rows.length]).toEqual([200, 20_000]);
    expect(bytes).toBeGreaterThan(6_291_556);
    expect(rows.at(-1)).toMatch(/^19999,/);
    const atOnce = await start("index.handler", { timeoutSeconds: 60 });
    const refused = functionUrl.fromResult((await atOnce.emulator.invoke(event)).payload);
    expect(refused.status).toBe(413);
    expect(JSON.parse(Buffer.from(refused.body).toString("utf8"))).toMatchObject({
      code: "answer_too_large",
      detail: expect.stringMatching(
        /^The answer has \d{7,8} bytes, but this endpoint sends at most 6291556; send fewer rows at a time, or leave out explain=true\.$/,
      ),
    });
  });

  it("names a last row that is not closed", async () => {
    const { emulator } = await start("index.stream");
    const { status, rows } = await gathered(
      await emulator.invokeStream(batch(`${HEADER}${ROW.repeat(600)}"unclosed`, "")),
    );
    expect([status, rows.length]).toEqual([200, 601]);
    expect(rows.at(-1)).toBe("600,,,The row has a quote that is not closed.");
  });

  it("ends before the function's timeout, and says so", async () => {
    const { emulator } = await start("index.stream", { timeoutSeconds: 6 });
    const beganAt = performance.now();
    const invocation = await emulator.invokeStream(ndjsonBatch(18_000));
    // It waits for a client that does not read, until less than a second is left.
    await new Promise((resolve) => setTimeout(resolve, beganAt + 5100 - performance.now()));
    const answer = await httpStream(invocation);
    const text = Buffer.concat(await Array.fromAsync(answer?.body ?? [])).toString("utf8");
    const rows = text.trimEnd().split("\n");
    expect(await invocation.failure).toBeUndefined();
    expect(answer?.status).toBe(200);
    expect(rows.length).toBeLessThan(18_000);
    expect(JSON.parse(rows.at(-1) ?? "")).toEqual({
      index: rows.length - 1,
      error: {
        code: "answer_too_large",
        detail:
          "The answer takes longer than the timeout of this endpoint; send fewer rows at a time, or leave out explain=true.",
      },
    });
  });
});

it("answers what cannot stream as the handler that answers at once: direct invocation, and an ALB", async () => {
  const { emulator } = await start("index.stream");
  const direct = (await emulator.invoke(example)).payload as { statusCode: number; body: string };
  expect(direct.statusCode).toBe(200);
  expect(JSON.parse(direct.body)).toHaveProperty(manifest.output.name);
  const event = alb.toEvent({ method: "GET", path: "/health" });
  const answer = alb.fromResult((await emulator.invoke(event)).payload);
  expect([answer.status, Buffer.from(answer.body).toString("utf8")]).toEqual([200, '{"status":"alive"}']);
});
