import { LAMBDA_LIMITS } from "@modelport/local-runtime";
import { describeTarget, leftAfterChange, openSubject } from "@modelport/target-suite";
import { describe, expect, test } from "vitest";
import { suite } from "./tests/suite.testing.ts";
import { lambda } from "./target.ts";

describeTarget(lambda, suite);

describe("the callers change, and nobody keeps access who should not have it", () => {
  const restApi = { endpoint: "rest-api", timeoutSeconds: 29 };
  const others = { invokers: ["210987654321"] };
  const subject = openSubject(lambda, suite);
  test.each([
    ["a function URL for others becomes public", others, { public: true }],
    ["a public function URL becomes one for others", { public: true }, others],
    ["a REST API for others becomes public", { ...restApi, ...others }, { ...restApi, public: true }],
    ["a public REST API becomes one for others", { ...restApi, public: true }, { ...restApi, ...others }],
    ["one caller of two is gone", { invokers: ["210987654321", "109876543210"] }, others],
  ])("%s", async (_title, from, to) => {
    expect(await leftAfterChange(subject, from, to)).toEqual([]);
  });
});

test.each([
  [{ endpoint: "rest-api" }, { timeoutSeconds: 29 }],
  [{ endpoint: "http-api" }, { timeoutSeconds: 30 }],
  [{ endpoint: "http-api", throttleRequestsPerSecond: 0.5 }, { throttleBurst: 1 }],
  [{ endpoint: "rest-api", throttleRequestsPerSecond: 10_000 }, { throttleBurst: 5000 }],
  [{ endpoint: "http-api", throttleBurst: 20 }, { throttleRequestsPerSecond: 20 }],
  [{ endpoint: "http-api", throttleBurst: "20", throttleRequestsPerSecond: "5" }, { throttleRequestsPerSecond: 5 }],
])("%j: the defaults of the other settings fit", (raw, fitting) => {
  expect(lambda.parseSettings(raw)).toMatchObject(fitting);
});

test("the limits are those that the local runtime keeps", () => {
  expect(lambda.facts.limits.requestBytes.value).toBe(LAMBDA_LIMITS.requestBytes);
  expect(lambda.facts.limits.responseBytes.value).toBe(LAMBDA_LIMITS.responseBytes);
});
