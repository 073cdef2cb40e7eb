import { expect, expectTypeOf, test } from "vitest";
import * as z from "zod";
import { type Allowance, fixedLine, totalUsdPerMonth, usageLine, type Price } from "./cost.ts";
import { datedFacts, type Fact, type Facts } from "./facts.ts";
import { elsewhere } from "./price-list.ts";
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
    cpuPausedBetweenRequests: false,
    requestSeconds: 1,
    frontIdleSeconds: null,
    deregistrationSeconds: null,
    preStopSeconds: null,
    graceSeconds: 10,
  }),
  cannot: [],
  destroyBlockers: [],
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

const instancePrice: Price = { ...price, name: "Instances", unit: "instance", usd: 5 };

const million: Allowance = {
  name: "Requests",
  unit: "million requests",
  quantity: 1,
  source: "the vendor's page",
  grade: "vendor",
  effectiveFrom: null,
  readOn: "2026-11-01",
};

const listPrices = { requests: price, instances: instancePrice };

const demo = defineTarget({
  name: "demo",
  artifacts: ["lambda-zip"],
  settings: z.strictObject({ instances: z.int().min(0).max(9).default(2).describe("How many run.") }),
  rules: [({ instances }) => (instances === 8 ? { instances: "Eight is not allowed." } : {})],
  renamed: { replicas: "instances" },
  facts,
  prices: listPrices,
  pricesElsewhere: {
    "eu-west-1": elsewhere(listPrices, {
      region: "eu-west-1",
      readOn: "2026-11-02",
      read: { requests: { usd: 0.3, source: "their page", grade: "catalog" } },
    }),
  },
  allowances: { requests: million },
  priceBooks: { course: { requests: 0.1, instances: 0 } },
  outputs: {},
  cost: ({ workload, settings, prices, allowances }) => [
    fixedLine(prices.instances, settings.instances),
    usageLine(prices.requests, workload.requestsPerMonth / 1e6, allowances.requests),
  ],
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

test("the settings may choose among the kinds of artifact; if they do not, all are deployed", () => {
  const chooses = defineTarget({
    name: "chooses",
    facts,
    prices: {},
    allowances: {},
    outputs: {},
    cost: () => [],
    artifacts: ["lambda-zip", "oci-image"],
    settings: z.strictObject({ image: z.boolean().default(false) }),
    artifactsFor: ({ image }) => [image ? "oci-image" : "lambda-zip"],
  });
  expect([chooses.artifactsFor({}), chooses.artifactsFor({ image: "true" })]).toEqual([["lambda-zip"], ["oci-image"]]);
  expect(() => chooses.artifactsFor({ image: "1" })).toThrow('modelport:image is "1"');
  expect(demo.artifactsFor({})).toEqual(["lambda-zip"]);
});

test("cost reads the settings as they stand in a stack file", () => {
  const lines = demo.cost(workload, { instances: "5" });
  expect(lines).toEqual([
    {
      name: "Instances",
      recurrence: "fixed",
      unit: "instance",
      quantity: 5,
      unitPrice: 5,
      usdPerMonth: 25,
      grade: "vendor",
      readOn: "2026-11-01",
      note: "list price",
    },
    {
      name: "Requests",
      recurrence: "usage",
      unit: "million requests",
      quantity: 3,
      unitPrice: 0.2,
      usdPerMonth: 3 * 0.2,
      grade: "vendor",
      readOn: "2026-11-01",
      note: "list price",
    },
  ]);
  expect(totalUsdPerMonth(lines)).toBeCloseTo(25.6, 10);
  expect(() => demo.cost(workload, { instances: "10" })).toThrow("modelport:instances is");
});

test("the free tier is taken off only when it is asked for, and never below nothing", () => {
  const usage = (requestsPerMonth: number) =>
    demo.cost({ ...workload, requestsPerMonth }, {}, { freeTier: true })[1]?.quantity;
  expect([usage(3e6), usage(1e6), usage(0)]).toEqual([2, 0, 0]);
});

test("a price book replaces every price, and prices of one's own win over it", () => {
  const course = demo.cost(workload, {}, { priceBook: "course", prices: { instances: 1 } });
  expect(course.map((line) => line.unitPrice)).toEqual([1, 0.1]);
  expect(demo.priceBooks).toEqual(["course"]);
  expect(demo.pricesOf("course")["requests"]).toMatchObject({ usd: 0.1, source: "the price book course" });
});

test("each region has a list of its own; what was not read there is assumed, and says so", () => {
  const inRegion = (region?: string) =>
    demo.cost(workload, {}, region === undefined ? {} : { region }).map((line) => line.unitPrice);
  expect(inRegion()).toEqual([5, 0.2]);
  expect(inRegion("us-east-1")).toEqual([5, 0.2]);
  expect(inRegion("eu-west-1")).toEqual([5, 0.3]);
  expect(Object.keys(demo.pricesByRegion)).toEqual(["us-east-1", "eu-west-1"]);
  const { region: _region, ...withoutRegion } = price;
  expect(demo.pricesByRegion["eu-west-1"]).toEqual({
    requests: {
      ...withoutRegion,
      region: "eu-west-1",
      usd: 0.3,
      source: "their page",
      grade: "catalog",
      readOn: "2026-11-02",
    },
    instances: {
      ...instancePrice,
      region: "eu-west-1",
      grade: "unverified",
      source: "assumed to be as in us-east-1: the vendor's page",
    },
  });
});

test("settings break rules, and have had other names", () => {
  expect(() => demo.parseSettings({ instances: "8" })).toThrow("Eight is not allowed.");
  expect(() => demo.parseSettings({ replicas: "3" }, "demo-prod")).toThrow(
    "modelport:replicas is now called modelport:instances: move its value with `npx pulumi config set modelport:instances 3 --stack demo-prod`, and remove the old key with `npx pulumi config rm modelport:replicas --stack demo-prod`.",
  );
  expect(() => demo.parseSettings({ replicas: "3", instances: "2" })).toThrow(
    "modelport:replicas is now called modelport:instances: remove it with `npx pulumi config rm modelport:replicas --stack demo`.",
  );
});

test.each([
  [{ priceBook: "toString" }, 'The target demo has no price book "toString": it has course.'],
  [{ region: "toString" }, 'The target demo has no prices for the region "toString": it has us-east-1, eu-west-1.'],
  [
    { prices: { request: 1 } },
    "request is not a price of this target (did you mean requests?): the prices are instances, requests.",
  ],
  [
    { prices: { requests: -1 } },
    "The price requests is -1, but it must be a number of USD from 0 to 1000000000 per million requests.",
  ],
])("%j is refused", (options, sentence) => {
  expect(() => demo.cost(workload, {}, options)).toThrow(sentence);
});

test("the size of an instance follows from the settings, unless nothing limits it", () => {
  const { name, artifacts, outputs } = demo;
  const sized = defineTarget({
    name,
    artifacts,
    settings: z.strictObject({ memoryMiB: z.int().default(512).describe("Memory.") }),
    facts,
    prices: listPrices,
    allowances: {},
    outputs,
    instanceSize: ({ memoryMiB }) => ({ vcpus: 0.5, memoryMiB }),
    cost: () => [],
  });
  expect(sized.instanceSize({})).toEqual({ vcpus: 0.5, memoryMiB: 512 });
  expect(sized.instanceSize({ memoryMiB: 1024 })).toEqual({ vcpus: 0.5, memoryMiB: 1024 });
  expect(demo.instanceSize({})).toBeUndefined();
});

test("the settings are listed for the reference page", () => {
  expect(demo.settings).toEqual([
    {
      key: "instances",
      allowed: "a whole number from 0 to 9",
      default: 2,
      description: "How many run.",
      edges: [0, 9],
    },
  ]);
});

test("every statement of the facts can be walked", () => {
  expect(datedFacts(facts)).toHaveLength(16);
  expect(datedFacts(facts).map(({ path }) => path)).toContain("limits.memoryMiB");
});
