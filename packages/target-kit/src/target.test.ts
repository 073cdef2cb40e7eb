import { expect, expectTypeOf, test } from "vitest";
import * as z from "zod";
import { costLine, totalUsdPerMonth, type Price } from "./cost.ts";
import { datedFacts, type Fact, type Facts } from "./facts.ts";
import { serverTimeouts } from "./timeouts.ts";
import { defineTarget, type Target } from "./target.ts";

const fact = <T>(value: T): Fact<T> => ({ value, source: "the vendor's page", asOf: "2026-11-01" });
const limit = fact<number | null>(1);

const facts: Facts = {
  title: "Demo",
  limits: {
    memoryMiB: limit,
    vcpus: limit,
    requestTimeoutSeconds: limit,
    requestBytes: limit,
    responseBytes: limit,
    unpackedArtifactBytes: limit,
    concurrentRequestsPerInstance: limit,
    instances: limit,
  },
  qualities: {
    latency: fact("consistent"),
    scaling: fact("none"),
    scalesToZero: fact(false),
    gpu: fact(false),
    operations: fact("low"),
    lockIn: fact("none"),
    people: fact(1),
  },
  timeouts: fact({
    ...serverTimeouts,
    requestSeconds: 1,
    frontIdleSeconds: null,
    deregistrationSeconds: null,
    preStopSeconds: null,
    graceSeconds: 10,
  }),
  cannot: [],
};

const price: Price = {
  name: "Requests",
  unit: "million requests",
  usd: 0.2,
  region: "us-east-1",
  source: "the vendor's page",
  grade: "vendor",
  effectiveFrom: null,
  readOn: "2026-11-01",
  note: "list price",
};

const demo = defineTarget({
  name: "demo",
  artifacts: ["lambda-zip"],
  settings: z.strictObject({ instances: z.int().min(0).max(9).default(2).describe("How many run.") }),
  facts,
  prices: [price],
  outputs: {},
  cost: (workload, settings) => [costLine(price, (workload.requestsPerMonth / 1e6) * settings.instances)],
});

const workload = {
  requestsPerMonth: 3e6,
  durationMs: 1,
  memoryMiB: 128,
  requestBytes: 100,
  responseBytes: 100,
  peakFactor: 1,
};

test("the settings' type is hidden, so that a registry holds many", () => {
  expectTypeOf(demo).toEqualTypeOf<Target<"demo">>();
  expectTypeOf(demo).toExtend<Target>();
});

test("cost reads the settings as they stand in a stack file", () => {
  const lines = demo.cost(workload, { instances: "5" });
  expect(lines).toEqual([
    { name: "Requests", unit: "million requests", quantity: 15, unitPrice: 0.2, usdPerMonth: 3, note: "list price" },
  ]);
  expect(totalUsdPerMonth([...lines, ...lines])).toBe(6);
  expect(() => demo.cost(workload, { instances: "10" })).toThrow("modelport:instances is");
});

test("the settings are listed for the reference page", () => {
  expect(demo.settings).toEqual([
    { key: "instances", allowed: "a whole number from 0 to 9", default: 2, description: "How many run." },
  ]);
});

test("every statement of the facts can be walked", () => {
  expect(datedFacts(facts)).toHaveLength(16);
  expect(datedFacts(facts).map(({ path }) => path)).toContain("limits.memoryMiB");
});
