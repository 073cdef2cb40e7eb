import { describe, expect, test } from "vitest";
import { faultyRemedies, remedied, sentencesOf } from "../remedies.testing.ts";
import { refusedSettings } from "./refused-settings.testing.ts";
import { cloudrun } from "./target.ts";

const defaults = {
  public: false,
  invokers: [],
  corsOrigins: [],
  ingress: "all",
  vcpus: 1,
  memoryMiB: 1024,
  minInstances: 0,
  maxInstances: 10,
  concurrency: 80,
  timeoutSeconds: 300,
  startupSeconds: 60,
  cpuAlways: false,
  startupCpuBoost: true,
  executionEnvironment: "gen2",
  logLevel: "info",
  environment: {},
  labels: {},
  vpcEgress: "private-ranges-only",
  keepImages: 10,
  deletionProtection: false,
};

test("an empty stack file gives the course's settings, and is private", () => {
  expect(cloudrun.parseSettings({})).toEqual(defaults);
});

test("texts of a stack file become what they mean", () => {
  const raw = {
    public: "true",
    vcpus: "2",
    invokers: "[]",
    corsOrigins: '["https://app.example.com"]',
    threshold: "0.4",
    environment: '{"MAX_THREADS":"2"}',
    labels: '{"team":"risk"}',
    network: "projects/shared/global/networks/main",
    domain: "churn.example.com",
  };
  expect(cloudrun.parseSettings(raw)).toEqual({
    ...defaults,
    public: true,
    corsOrigins: ["https://app.example.com"],
    vcpus: 2,
    threshold: 0.4,
    environment: { MAX_THREADS: "2" },
    labels: { team: "risk" },
    network: "projects/shared/global/networks/main",
    domain: "churn.example.com",
  });
});

test.each([
  [{ vcpus: 0.08 }, { memoryMiB: 512, concurrency: 1, executionEnvironment: "gen1" }],
  [{ vcpus: 0.5 }, { memoryMiB: 1024, concurrency: 1, executionEnvironment: "gen1" }],
  [{ vcpus: 2 }, { memoryMiB: 1024, concurrency: 80, executionEnvironment: "gen2" }],
  [{ vcpus: "4" }, { memoryMiB: 2048 }],
  [{ vcpus: 8 }, { memoryMiB: 4096 }],
  [{ memoryMiB: 256 }, { vcpus: 1, executionEnvironment: "gen1" }],
  [{ memoryMiB: 8192 }, { vcpus: 2 }],
  [{ memoryMiB: 32_768 }, { vcpus: 8, executionEnvironment: "gen2" }],
  [{ minInstances: 20 }, { maxInstances: 20 }],
  [{ minInstances: 3 }, { maxInstances: 10 }],
])("%j: what is left out fits", (raw, fitting) => {
  expect(cloudrun.parseSettings(raw)).toMatchObject(fitting);
});

describe("what is refused", () => {
  test.each(refusedSettings)("%j", (raw, sentences) => {
    expect(sentencesOf(cloudrun, raw)).toEqual(sentences);
  });

  test.each(refusedSettings)("each command of a sentence does what it says: %j", (raw) => {
    expect(faultyRemedies(cloudrun, raw)).toEqual([]);
  });

  test.each([
    [{ ingress: "private" }, { ingress: "internal" }],
    [{ ingress: "vpc-only" }, { ingress: "internal" }],
    [{ invokers: '["allUsers"]' }, { invokers: [], public: false }],
    [{ invokers: "ann@example.com" }, { invokers: ["user:ann@example.com"] }],
    [
      { public: true, invokers: ["user:ann@example.com"] },
      { public: false, invokers: ["user:ann@example.com"] },
    ],
    [{ domain: "https://Churn.example.com/" }, { domain: "churn.example.com" }],
    [{ corsOrigins: ["https://app.example.com"] }, { public: false }],
    [{ domain: "churn.example.com", ingress: "internal" }, { ingress: "internal" }],
  ])("%j: the first command does what was meant", (raw, meant) => {
    expect(cloudrun.parseSettings(remedied(cloudrun, raw))).toMatchObject(meant);
  });
});

describe("processors and memory", () => {
  test.each([
    [0.08, 512],
    [0.25, 256],
    [0.5, 1024],
    [0.999, 1024],
    [1, 4096],
    [2, 8192],
    [4, 2048],
    [4, 16_384],
    [6, 4096],
    [8, 32_768],
  ])("%d vCPU go with %d MiB", (vcpus, memoryMiB) => {
    const small = vcpus < 1 ? { concurrency: 1, executionEnvironment: "gen1" } : {};
    expect(sentencesOf(cloudrun, { vcpus, memoryMiB, ...small })).toEqual([]);
  });
});

test("the value of a secret is in no sentence", () => {
  const key = `AIza${"a".repeat(35)}`;
  const [sentence = ""] = sentencesOf(cloudrun, { environment: { MAPS: key } });
  expect(sentence).toMatch(/^modelport:environment has MAPS, which looks/);
  expect(sentence).not.toContain(key);
});
