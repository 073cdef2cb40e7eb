import type { Manifest } from "@modelport/contracts";
import { expect } from "vitest";
import type { Endpoint, EndpointResponse } from "./endpoint.ts";

export const PREDICT = "/api/v1/predict";
export const BATCH = "/api/v1/predict/batch";

/** An answer's members; the numbers that the suites compute with are named. */
export interface Json extends Record<string, unknown> {
  score: number;
  logit: number;
  baseline: number;
}

/** The manifest's own example of an instance. */
export function exampleOf(manifest: Manifest): Record<string, unknown> {
  return Object.fromEntries(manifest.features.map((feature) => [feature.name, feature.example]));
}

export function postJson(endpoint: Endpoint, path: string, body: unknown, headers: Record<string, string> = {}) {
  const all = { "content-type": "application/json", ...headers };
  return endpoint.send({ method: "POST", path, headers: all, body: JSON.stringify(body) });
}

export function jsonOf(response: EndpointResponse): Json {
  expect(response.headers["content-type"], response.body).toMatch(/^application\/json/);
  return JSON.parse(response.body) as Json;
}

/** Asserts an RFC 9457 answer, whole: status, code, title present, the sentence, the request id of the header. */
export function expectProblem(response: EndpointResponse, status: number, code: string, detail?: string) {
  expect(response.headers["content-type"], response.body).toBe("application/problem+json");
  const body = JSON.parse(response.body) as Record<string, unknown>;
  const title: unknown = expect.any(String);
  expect(body).toMatchObject({ type: `urn:modelport:problem:${code}`, title, status, code });
  expect(response.status).toBe(status);
  if (detail !== undefined) expect(body["detail"]).toBe(detail);
  expect(body["request_id"]).toBe(response.headers["x-request-id"]);
  return body;
}
