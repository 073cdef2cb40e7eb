import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readExpectedModel } from "@modelport/contract-tests";
import { prepareModel } from "@modelport/packaging";
import { afterAll, beforeAll, expect, it } from "vitest";
import { SLICE_ROWS } from "../limits.ts";
import { buildInProcess } from "../in-process.testing.ts";

const MODEL = join(import.meta.dirname, "../../../../model");
const { manifest } = await readExpectedModel(MODEL);
const prepared = await mkdtemp(join(tmpdir(), "modelport-batch-"));
const { app, service, lines } = buildInProcess(prepared);
beforeAll(async () => {
  await prepareModel(MODEL, prepared);
  await service.load();
});
afterAll(() => rm(prepared, { recursive: true, force: true }));

const example = manifest.features.map(({ example: value }) => String(value)).join(",");
const csv = (rows: number) => `${manifest.features.map(({ name }) => name).join(",")}\n${`${example}\n`.repeat(rows)}`;

it("ends an answer that the endpoint cannot send completely with a row that says so, and counts what it answered", async () => {
  const init = { method: "POST", headers: { "content-type": "text/csv" }, body: csv(4 * SLICE_ROWS) };
  const asked: number[] = [];
  const whyEndAt = (bytes: number) => {
    asked.push(bytes);
    return asked.length === 3 ? "Too long, at last." : undefined;
  };
  const response = await app.request("/api/v1/predict/batch", init, { whyEndAt });
  const text = await response.text();
  const [, ...rows] = text.trimEnd().split("\r\n");
  expect(response.status).toBe(200);
  expect(rows).toHaveLength(2 * SLICE_ROWS + 1);
  expect(rows.at(-1)).toMatch(new RegExp(`^${2 * SLICE_ROWS},+"?Too long, at last\\."?$`));
  expect(asked).toEqual(asked.toSorted((a, b) => a - b));
  expect(lines.find(({ message }) => message === "batch")?.values).toMatchObject({ rows: 2 * SLICE_ROWS, failed: 0 });
});

it.each([
  ["text/csv", csv(SLICE_ROWS + 100), '"unclosed'],
  [
    "application/x-ndjson",
    `${JSON.stringify(Object.fromEntries(manifest.features.map(({ name, example: value }) => [name, value])))}\n`.repeat(
      SLICE_ROWS + 100,
    ),
    Buffer.from([0xff]),
  ],
] as const)("answers every row of %s that stands before what ends it", async (type, good, bad) => {
  const chunks = [Buffer.from(good), Buffer.from(bad)];
  const init = {
    method: "POST",
    headers: { "content-type": type },
    body: ReadableStream.from(chunks),
    duplex: "half" as const,
  };
  const response = await app.request("/api/v1/predict/batch", init);
  const rows = (await response.text())
    .trimEnd()
    .split("\n")
    .slice(type === "text/csv" ? 1 : 0);
  expect(response.status).toBe(200);
  expect(rows).toHaveLength(SLICE_ROWS + 101);
  expect(rows.at(-2)).not.toMatch(/"error"|quote/);
  expect(rows.at(-1)).toMatch(/quote|invalid_encoding/);
});

it.each(["without", "with"])(
  "logs and counts an answer that a fault of ours breaks off, %s an entry that cuts it",
  async (entry) => {
    const { predictor } = service;
    if (!predictor) throw new Error("The service is not loaded.");
    let runs = 0;
    const predict = predictor.predict.bind(predictor);
    Object.assign(predictor, {
      predict(...args: Parameters<typeof predict>) {
        runs += 1;
        return runs === 2 ? Promise.reject(new Error("The session broke.")) : predict(...args);
      },
    });
    let cut = 0;
    const headers = { "content-type": "text/csv", "x-request-id": `breaks-${entry}` };
    const init = { method: "POST", headers, body: csv(3 * SLICE_ROWS) };
    const bindings = entry === "with" ? { answer: { destroy: () => void (cut += 1) } } : {};
    const response = await app.request("/api/v1/predict/batch", init, bindings);
    const text = response.text().then(
      () => "the end",
      (error: unknown) => String(error),
    );
    expect(response.status).toBe(200);
    expect(await text).toBe(entry === "with" ? "the end" : "Error: The session broke.");
    expect(cut).toBe(entry === "with" ? 1 : 0);
    Object.assign(predictor, { predict });
    const own = lines.filter(
      ({ values }) => (values as { request_id?: string }).request_id === headers["x-request-id"],
    );
    expect(own).toMatchObject([
      { level: "info", message: "request", values: { status: 200 } },
      {
        level: "error",
        message: "answer broke off",
        values: {
          reason: "internal_error",
          route: "/api/v1/predict/batch",
          rows: SLICE_ROWS,
          failed: 0,
          err: new Error("The session broke."),
        },
      },
    ]);
    const metrics = await (await app.request("/metrics")).text();
    expect(metrics).toMatch(/aborted_total\{route="\/api\/v1\/predict\/batch",reason="internal_error"\} [12]\n/);
  },
);
