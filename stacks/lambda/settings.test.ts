import { describe, expect, test } from "vitest";
import { faultyRemedies, remedied, sentencesOf } from "../remedies.testing.ts";
import { refusedSettings } from "./refused-settings.testing.ts";
import { lambda } from "./target.ts";

const defaults = {
  endpoint: "function-url",
  public: false,
  invokers: [],
  corsOrigins: [],
  package: "zip",
  architecture: "x86_64",
  memoryMiB: 1024,
  timeoutSeconds: 30,
  environment: {},
  tags: {},
  subnetIds: [],
  securityGroupIds: [],
  logLevel: "info",
  platformLogLevel: "warn",
  logRetentionDays: 30,
  alarms: true,
  alarmP99Ms: 1000,
  streaming: false,
  metrics: true,
  metricsNamespace: "modelport",
  tracing: false,
};

test("an empty stack file gives the defaults, which are private", () => {
  expect(lambda.parseSettings({})).toEqual(defaults);
});

test("texts of a stack file become what they mean", () => {
  const raw = {
    public: "true",
    corsOrigins: '["https://app.example.com"]',
    reservedConcurrency: "0",
    threshold: "0.4",
    environment: '{"MAX_THREADS":"2"}',
    logRetentionDays: "7",
  };
  expect(lambda.parseSettings(raw)).toEqual({
    ...defaults,
    public: true,
    corsOrigins: ["https://app.example.com"],
    reservedConcurrency: 0,
    threshold: 0.4,
    environment: { MAX_THREADS: "2" },
    logRetentionDays: 7,
  });
});

test.each([
  [{ endpoint: "rest-api" }, { timeoutSeconds: 29 }],
  [{ endpoint: "http-api" }, { timeoutSeconds: 30 }],
  [{ endpoint: "http-api", throttleRequestsPerSecond: 0.5 }, { throttleBurst: 1 }],
  [{ endpoint: "rest-api", throttleRequestsPerSecond: 10_000 }, { throttleBurst: 5000 }],
  [{ endpoint: "http-api", throttleBurst: 20 }, { throttleRequestsPerSecond: 20 }],
  [{ endpoint: "http-api", throttleBurst: "20", throttleRequestsPerSecond: "5" }, { throttleRequestsPerSecond: 5 }],
])("%j: what is left out fits", (raw, fitting) => {
  expect(lambda.parseSettings(raw)).toMatchObject(fitting);
});

describe("what is refused", () => {
  test.each(refusedSettings)("%j", (raw, sentences) => {
    expect(sentencesOf(lambda, raw)).toEqual(sentences);
  });

  test.each(refusedSettings)("each command of a sentence does what it says: %j", (raw) => {
    expect(faultyRemedies(lambda, raw)).toEqual([]);
  });

  test.each([
    [{ public: "yes" }, { public: true }],
    [{ public: "off" }, { public: false }],
    [{ corsOrigins: '["app.example.com"]' }, { corsOrigins: ["https://app.example.com"] }],
    [{ invokers: "[123456789012]" }, { invokers: ["123456789012"] }],
    [{ invokers: '["*"]' }, { invokers: [], public: false }],
    [
      { public: true, invokers: ["210987654321"] },
      { public: false, invokers: ["210987654321"] },
    ],
    [{ memoryGB: "2" }, { memoryMiB: 2048 }],
    [{ threshold: "50" }, { threshold: 0.5 }],
    [{ architecture: "amd64" }, { architecture: "x86_64" }],
    [{ environment: '{"MAX_THREADS":2}' }, { environment: { MAX_THREADS: "2" } }],
  ])("%j: the first command does what was meant", (raw, meant) => {
    expect(lambda.parseSettings(remedied(lambda, raw))).toMatchObject(meant);
  });

  test("the most that all variables of the function may have together", () => {
    const fits = 3916;
    expect(sentencesOf(lambda, { environment: { LONG: "x".repeat(fits) } })).toEqual([]);
    expect(sentencesOf(lambda, { environment: { LONG: "x".repeat(fits + 1) } })).toEqual([
      "modelport:environment has 3928 bytes as JSON, and 4097 with the target's own variables, but Lambda takes 4096 in all: shorten it by 1.",
    ]);
  });

  test("the most tags that a resource may have beside the stack's own", () => {
    const tags = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`t${index}`, "1"]));
    expect(sentencesOf(lambda, { tags: tags(48) })).toEqual([]);
    expect(sentencesOf(lambda, { tags: tags(49) })).toEqual([
      "modelport:tags has 49 entries, but AWS takes 48 beside the stack's own: remove 1.",
    ]);
  });

  test.each(["DATABASE_PASSWORD", "apiKey", "PEM"])("the value of the secret %s is not repeated", (name) => {
    const value = name === "PEM" ? "-----BEGIN RSA PRIVATE KEY-----" : "hunter2";
    const [sentence = ""] = sentencesOf(lambda, { environment: { [name]: value } });
    expect(sentence).toContain(`modelport:environment has ${name}, which looks like a secret`);
    expect(sentence).not.toContain(value);
  });
});
