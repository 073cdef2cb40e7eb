import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { prepareModel } from "@modelport/packaging";
import { afterAll, beforeAll, expect, it } from "vitest";
import { buildInProcess } from "./in-process.testing.ts";

const MODEL = join(import.meta.dirname, "../../../model");
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "modelport-revision-"));
  await prepareModel(MODEL, folder);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function served(settings: NodeJS.ProcessEnv = {}) {
  const { app, service } = buildInProcess(folder, settings);
  await service.load();
  const { revision } = (await (await app.request("/model")).json()) as { revision: string };
  const batch = await app.request("/api/v1/predict/batch", {
    method: "POST",
    headers: { "content-type": "application/x-ndjson" },
    body: "{}\n",
  });
  return { revision, ofBatch: batch.headers.get("x-model-revision") };
}

it("is the same for the same model and threshold, in /model and with each streamed batch", async () => {
  const { revision, ofBatch } = await served();
  expect(revision).toMatch(/^[0-9a-f]{64}$/);
  expect(ofBatch).toBe(revision);
  expect(await served()).toEqual({ revision, ofBatch });
});

it("is another one with another threshold", async () => {
  const [low, high] = await Promise.all([served({ THRESHOLD: "0.3" }), served({ THRESHOLD: "0.8" })]);
  expect(low.revision).not.toBe(high.revision);
  expect(high.ofBatch).toBe(high.revision);
});
