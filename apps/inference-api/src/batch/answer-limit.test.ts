// The app behind an entry point whose platform limits answers.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inferenceInputs } from "@modelport/contracts";
import { prepareModel } from "@modelport/packaging";
import { afterAll, beforeAll, expect, it } from "vitest";
import { readExpectedModel } from "@modelport/contract-tests";
import { limited } from "../entry/server/entry-limits.ts";
import { buildInProcess } from "../in-process.testing.ts";

const MODEL = join(import.meta.dirname, "../../../../model");
const { manifest } = await readExpectedModel(MODEL);
const example = Object.fromEntries(manifest.features.map((feature) => [feature.name, feature.example]));
const LIMITS = { requestBytes: 1_000_000, streamBytes: 40_000, answerBytes: 60_000 };

let folder: string;
let built: ReturnType<typeof buildInProcess>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "modelport-limited-"));
  await prepareModel(MODEL, folder);
  built = buildInProcess(folder);
  await built.service.load();
});
afterAll(() => rm(folder, { recursive: true }));

async function post(path: string, type: string, body: string, limits = LIMITS) {
  const headers = { "content-type": type };
  const request = new Request(`http://localhost${path}`, { method: "POST", headers, body });
  const response = await limited(built.app, limits).fetch(request, {});
  const held = built.memory.used;
  return { response, held, text: await response.text() };
}

const instances = (rows: number) => JSON.stringify({ instances: Array.from({ length: rows }, () => example) });
const BATCH = "/api/v1/predict/batch";

it("sends JSON of many rows with its length, the same text as when it is streamed, and holds it until it is read", async () => {
  const { response, text, held } = await post(BATCH, "application/json", instances(600));
  expect([response.status, response.headers.get("content-length")]).toEqual([200, String(Buffer.byteLength(text))]);
  expect(held).toBeGreaterThanOrEqual(text.length);
  expect(built.memory.used).toBe(0);
  const headers = { "content-type": "application/json" };
  const streamed = await built.app.request(BATCH, { method: "POST", headers, body: instances(600) });
  expect(streamed.headers.get("content-length")).toBeNull();
  const id = /"request_id":"[^"]+"/;
  expect(text.replace(id, "")).toBe((await streamed.text()).replace(id, ""));
});

it("refuses JSON that would be larger, before it begins, and keeps no memory", async () => {
  const { response, text } = await post(`${BATCH}?explain=true`, "application/json", instances(600));
  expect([response.status, JSON.parse(text)]).toMatchObject([413, { code: "answer_too_large" }]);
  expect(text).toContain(
    "The answer has more than 60000 bytes, which is the limit of this endpoint; send fewer rows at a time, or leave out explain=true.",
  );
  expect(built.memory.used).toBe(0);
});

it("ends streamed rows below the limit with one that says why", async () => {
  const row = `${JSON.stringify(example)}\n`;
  const { response, text } = await post(`${BATCH}?explain=true`, "application/x-ndjson", row.repeat(600));
  const rows = text.trimEnd().split("\n");
  expect(response.status).toBe(200);
  expect(rows.length).toBeLessThan(600);
  expect(JSON.parse(rows.at(-1) ?? "")).toMatchObject({ index: rows.length - 1, error: { code: "answer_too_large" } });
  expect(text.length).toBeLessThan(LIMITS.streamBytes + 500);
});

it.each([
  [200, 1_000_000],
  [413, 70_000],
])("answers %i to tensors if at most %i bytes may be sent", async (status, answerBytes) => {
  const inputs = inferenceInputs(manifest).map(({ name, datatype }) => ({
    name,
    datatype,
    shape: [6000],
    data: Array.from({ length: 6000 }, () => example[name]),
  }));
  const path = `/v2/models/${manifest.name}/infer`;
  const { response } = await post(path, "application/json", JSON.stringify({ inputs }), { ...LIMITS, answerBytes });
  expect(response.status).toBe(status);
  expect(built.memory.used).toBe(0);
});
