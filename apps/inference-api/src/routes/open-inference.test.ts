import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { prepareModel } from "@modelport/packaging";
import { afterAll, expect, it } from "vitest";
import { buildInProcess } from "../in-process.testing.ts";
import { SERVER_VERSION } from "./open-inference.ts";

const prepared = await mkdtemp(join(tmpdir(), "modelport-oip-"));
const { name } = await prepareModel(join(import.meta.dirname, "../../../../model"), prepared);
afterAll(() => rm(prepared, { recursive: true, force: true }));

it("tells Open Inference clients the version of this package", async () => {
  const text = await readFile(join(import.meta.dirname, "../../package.json"), "utf8");
  expect(SERVER_VERSION).toBe((JSON.parse(text) as { version: string }).version);
});

it("is live but not ready until the model is loaded, and again while it drains", async () => {
  const { app, service } = buildInProcess(prepared);
  const ask = async (path: string) => {
    const response = await app.request(path);
    return [response.status, await response.json()] as const;
  };
  const notLoaded = { error: "The model is not loaded yet; try again in a moment." };
  expect(await ask("/v2/health/live")).toEqual([200, { live: true }]);
  expect(await ask("/v2/health/ready")).toEqual([503, { live: false, ready: false }]);
  expect(await ask(`/v2/models/${name}/ready`)).toEqual([503, notLoaded]);
  expect((await app.request(`/v2/models/${name}/infer`, { method: "POST" })).status).toBe(503);
  await service.load();
  expect(await ask("/v2/health/ready")).toEqual([200, { live: true, ready: true }]);
  service.drain();
  expect(await ask("/v2/health/live")).toEqual([200, { live: true }]);
  expect(await ask("/v2/health/ready")).toEqual([503, { live: false, ready: false }]);
  expect(await ask(`/v2/models/${name}/ready`)).toEqual([503, { name, ready: false }]);
});

it("answers a fault of the inside with the protocol's error, and nothing of the inside", async () => {
  const { app, service } = buildInProcess(prepared);
  await service.load();
  Object.defineProperty(service, "predictor", { value: { model: {} } });
  const response = await app.request(`/v2/models/${name}`);
  expect([response.status, await response.json()]).toEqual([
    500,
    { error: "The request was not answered because of a fault in the service; its log names the request id." },
  ]);
});
