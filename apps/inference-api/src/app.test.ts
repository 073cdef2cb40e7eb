import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describeInferenceApi, readExpectedModel } from "@modelport/contract-tests";
import { prepareModel } from "@modelport/packaging";
import { afterAll, describe, expect, it } from "vitest";
import { buildInProcess, openInProcess } from "./in-process.testing.ts";

const MODEL = join(import.meta.dirname, "../../../model");
const model = await readExpectedModel(MODEL);
const prepared = await mkdtemp(join(tmpdir(), "modelport-app-"));
await prepareModel(MODEL, prepared);
afterAll(() => rm(prepared, { recursive: true, force: true }));

const build = (settings?: NodeJS.ProcessEnv) => buildInProcess(prepared, settings);

describeInferenceApi("app.request, in process", {
  model,
  capabilities: { metrics: true, batchBytes: 1_000_000 },
  open: () => openInProcess(prepared),
});

const course = {
  credit_score: 650,
  geography: "France",
  gender: "Male",
  age: 35,
  tenure: 5,
  balance: 0,
  num_of_products: 2,
  has_cr_card: 1,
  is_active_member: 1,
  estimated_salary: 60_000,
};
const post = (body: unknown) => ({
  method: "POST",
  headers: { "content-type": "application/json" },
  body: JSON.stringify(body),
});

describe("an instance that is not ready", () => {
  it("is alive, answers 503 with Retry-After until the model is loaded, and is ready then", async () => {
    const { app, service } = build();
    expect((await app.request("/health")).status).toBe(200);
    expect(await (await app.request("/ready")).json()).toEqual({ status: "starting", instance_id: service.instanceId });
    const refused = await app.request("/predict", post(course));
    expect(refused.status).toBe(503);
    expect(refused.headers.get("retry-after")).toBe("1");
    expect(await refused.json()).toMatchObject({ code: "not_ready" });
    expect((await app.request("/model")).status).toBe(503);
    await service.load();
    expect((await app.request("/ready")).status).toBe(200);
    expect((await app.request("/predict", post(course))).status).toBe(200);
  });

  it("says that it drains, still answers what arrives, and closes the connection", async () => {
    const { app, service } = build();
    await service.load();
    service.drain();
    const ready = await app.request("/ready");
    expect(ready.status).toBe(503);
    expect(await ready.json()).toMatchObject({ status: "draining" });
    const answer = await app.request("/predict", post(course));
    expect(answer.status).toBe(200);
    expect(answer.headers.get("connection")).toBe("close");
  });
});

it("answers every route with the request's id, by one handler", async () => {
  const { app, service } = build();
  await service.load();
  const asked = app.routes.map(({ method, path }) => `${method} ${path}`);
  expect(new Set(asked).size).toBe(asked.length);
  const ids = await Promise.all(
    app.routes.map(async ({ method, path }) => {
      const answer = await app.request(path, { method, headers: { "x-request-id": "same.id" } });
      await answer.text();
      return answer.headers.get("x-request-id");
    }),
  );
  expect(new Set(ids)).toEqual(new Set(["same.id"]));
});

describe("settings and faults", () => {
  it("takes the threshold from the configuration", async () => {
    const { app, service } = build({ THRESHOLD: "0.0001" });
    await service.load();
    expect(await (await app.request("/predict", post(course))).json()).toMatchObject({ prediction: "churn" });
    expect(await (await app.request("/model")).json()).toMatchObject({ output: { threshold: 0.0001 } });
  });

  it("tells the client nothing of the inside, and the log everything but the customer", async () => {
    const { app, service, lines } = build();
    await service.load();
    Object.defineProperty(service, "predictor", {
      value: { columns: 10, explains: true, model: { encoder: { encode: () => true } } },
    });
    const answer = await app.request("/predict?explain=false", {
      ...post(course),
      headers: { "content-type": "application/json", "x-request-id": "r-1" },
    });
    expect(answer.status).toBe(500);
    expect(await answer.json()).toEqual({
      type: "urn:modelport:problem:internal_error",
      title: "Internal error",
      status: 500,
      detail: "The request was not answered because of a fault in the service; its log names the request id.",
      code: "internal_error",
      request_id: "r-1",
    });
    const failed = lines.find((line) => line.message === "request failed");
    expect(failed?.values).toMatchObject({ request_id: "r-1", path: "/predict" });
  });

  it("logs one line a request, without fields, values or raw paths", async () => {
    const { app, service, lines } = build();
    await service.load();
    await app.request("/predict?explain=true", post({ ...course, surname: "Hargrave" }));
    await app.request("/secret-path-4711");
    expect(lines.map((line) => line.message)).toEqual(["request", "request"]);
    expect(lines.map((line) => (line.values as { route: string }).route)).toEqual(["/predict", "unknown"]);
    // Ids and durations may have any digits.
    const told = JSON.stringify(lines, (name, value: unknown) =>
      /^(request_id|milliseconds)$/.test(name) ? "" : value,
    );
    expect(told).not.toMatch(/Hargrave|France|650|4711/);
  });
});
