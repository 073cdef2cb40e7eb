import { expect, test } from "vitest";
import { diffService, updateService, type ServiceInputs, type ServiceState } from "./service.ts";

const inputs: ServiceInputs = {
  stack: "local",
  service: "lambda",
  artifactKind: "lambda-zip",
  artifactDigest: "sha256:aa",
  artifactPath: "apps/inference-api/dist/lambda-linux-x64.zip",
  port: 8001,
  environment: { LOG_LEVEL: "info", OTHER: "1" },
  memoryMiB: 512,
  timeoutSeconds: 30,
};

const state: ServiceState = {
  ...inputs,
  url: "http://127.0.0.1:8001",
  running: {
    name: "lambda",
    url: "http://127.0.0.1:8001",
    port: 8001,
    pid: 1,
    startedAt: "then",
    instanceId: "one",
    directory: "/there",
    artifactDigest: "sha256:aa",
  },
};

test.each([
  ["artifactDigest", "sha256:bb"],
  ["artifactKind", "server-bundle"],
  ["port", 8002],
  ["environment", { LOG_LEVEL: "debug", OTHER: "1" }],
  ["memoryMiB", 1024],
  ["timeoutSeconds", 31],
])("another %s replaces the service, the old one first", (key, value) => {
  expect(diffService(state, { ...inputs, [key]: value })).toEqual({
    changes: true,
    replaces: [key],
    deleteBeforeReplace: true,
  });
});

test("the same bytes elsewhere, and the same environment in another order, are no change", () => {
  const news = { ...inputs, artifactPath: "/elsewhere.zip", environment: { OTHER: "1", LOG_LEVEL: "info" } };
  expect(diffService(state, news)).toEqual({ changes: false, replaces: [], deleteBeforeReplace: true });
});

test("an update keeps the process", () => {
  expect(updateService(state, { ...inputs, artifactPath: "/elsewhere.zip" })).toEqual({
    outs: { ...state, artifactPath: "/elsewhere.zip" },
  });
});
