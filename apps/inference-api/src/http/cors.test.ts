import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { prepareModel } from "@modelport/packaging";
import { afterAll, expect, it } from "vitest";
import { buildInProcess } from "../in-process.testing.ts";

const prepared = await mkdtemp(join(tmpdir(), "modelport-cors-"));
await prepareModel(join(import.meta.dirname, "../../../../model"), prepared);
afterAll(() => rm(prepared, { recursive: true, force: true }));

const asks = {
  method: "OPTIONS",
  headers: { origin: "https://app.example.com", "access-control-request-method": "POST" },
};

it("is not there by default: no route, no header, and OPTIONS is a method that no route takes", async () => {
  const { app } = buildInProcess(prepared);
  expect(app.routes.filter(({ method }) => method === "ALL")).toEqual([]);
  const answer = await app.request("/predict", asks);
  expect([answer.status, answer.headers.get("allow")]).toEqual([405, "POST"]);
  const named = [...answer.headers.keys()];
  expect(named.filter((name) => name === "vary" || name.startsWith("access-control-"))).toEqual([]);
});

it("gives every page leave by *, which needs no Vary", async () => {
  const { app } = buildInProcess(prepared, { CORS_ORIGINS: "*" });
  const answer = await app.request("/health", { headers: { origin: "https://any.example" } });
  expect([answer.headers.get("access-control-allow-origin"), answer.headers.get("vary")]).toEqual(["*", null]);
});

it("logs a preflight under one route, whatever its path, and each other request once", async () => {
  const { app, lines } = buildInProcess(prepared, { CORS_ORIGINS: "https://app.example.com" });
  await app.request("/secret-path-4711", asks);
  await app.request("/predict", asks);
  await app.request("/health");
  await app.request("/*");
  const logged = lines.map(({ values }) => {
    const { method, route, status } = values as { method: string; route: string; status: number };
    return [method, route, status];
  });
  expect(logged).toEqual([
    ["OPTIONS", "preflight", 204],
    ["OPTIONS", "preflight", 204],
    ["GET", "/health", 200],
    ["GET", "unknown", 404],
  ]);
});

it("lets a page read that the model is not loaded yet, and when to ask again", async () => {
  const { app } = buildInProcess(prepared, { CORS_ORIGINS: "https://app.example.com" });
  const answer = await app.request("/predict", { method: "POST", headers: { origin: "https://app.example.com" } });
  expect(answer.status).toBe(503);
  expect(answer.headers.get("access-control-allow-origin")).toBe("https://app.example.com");
  expect(answer.headers.get("access-control-expose-headers")).toContain("retry-after");
});
