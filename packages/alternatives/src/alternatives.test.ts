// What each platform costs, calculated by hand from the vendors' own units, and what every one of them states.
import { datedFacts, isTotalKnown, type Target, totalUsdPerMonth, type Workload } from "@modelport/target-kit";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as alternatives from "./index.ts";

const { cloudrunL4, ec2Vm, ecsExpress, gceVm, lambdaManaged } = alternatives;
const all: readonly Target[] = Object.values(alternatives);

const workload = (requestsPerMonth: number, durationMs: number, memoryMiB = 1024): Workload => ({
  requestsPerMonth,
  durationMs,
  memoryMiB,
  requestBytes: 300,
  responseBytes: 150,
  peakFactor: 1,
});
const SECONDS = 2_628_000;
/** As many requests a second, in every hour. */
const steady = (perSecond: number, durationMs = 10) => workload(perSecond * SECONDS, durationMs);

const gib = (bytes: number) => bytes / 2 ** 30;
const logsOf = (requests: number) => ({
  "Log ingestion": gib(requests * 200) * 0.5,
  "Log storage": gib(requests * 200) * 0.15 * (30 / (730 / 24)) * 0.03,
});

it.each<[what: string, target: Target, given: Workload, settings: Record<string, unknown>, Record<string, number>]>([
  [
    "a task of 1 vCPU and 2 GB and a load balancer",
    ecsExpress,
    workload(1e6, 10),
    { public: true },
    {
      "CPU of tasks": 730 * 0.04048,
      "Memory of tasks": 730 * 2 * 0.004445,
      "CPU of tasks, beyond the minimum": 0,
      "Memory of tasks, beyond the minimum": 0,
      "Load balancer": 730 * 0.0225,
      "Capacity units of the load balancer": (1e6 / SECONDS / 25) * 730 * 0.008,
      // Of the task, and of the load balancer in two zones.
      "Public IPv4 addresses": 3 * 730 * 0.005,
      "Public IPv4 addresses, beyond the minimum": 0,
      ...logsOf(1e6),
      Alarms: 3 * 0.1,
      "Images in the repository": 0.1 * 0.1,
      "Responses to the internet": gib(150e6) * 0.09,
    },
  ],
  [
    "four tasks for 200 requests of 10 ms a second, two busy CPUs at 60 %",
    ecsExpress,
    steady(200),
    {},
    {
      "CPU of tasks": 730 * 0.04048,
      "Memory of tasks": 730 * 2 * 0.004445,
      "CPU of tasks, beyond the minimum": 3 * 730 * 0.04048,
      "Memory of tasks, beyond the minimum": 3 * 730 * 2 * 0.004445,
      "Load balancer": 730 * 0.0225,
      "Capacity units of the load balancer": (200 / 25) * 730 * 0.008,
      "Public IPv4 addresses": 730 * 0.005,
      "Public IPv4 addresses, beyond the minimum": 3 * 730 * 0.005,
      ...logsOf(200 * SECONDS),
      Alarms: 3 * 0.1,
      "Images in the repository": 0.1 * 0.1,
    },
  ],
  [
    "five instances of 2 vCPUs for 600 requests of 10 ms a second, six busy CPUs at 60 %",
    lambdaManaged,
    steady(600),
    {},
    {
      "Instances, m7i.large": 3 * 730 * 0.1008,
      "Instances, m7i.large, for traffic": 2 * 730 * 0.1008,
      "Management of the instances": 3 * 730 * 0.1008 * 0.15,
      "Management of the instances, for traffic": 2 * 730 * 0.1008 * 0.15,
      Requests: ((600 * SECONDS) / 1e6) * 0.2,
      ...logsOf(600 * SECONDS),
    },
  ],
  [
    "one instance with an L4, which 10 requests a second keep all month",
    cloudrunL4,
    steady(10),
    {},
    {
      "L4 GPUs": 730 * 0.672,
      "CPU of instances": 4 * SECONDS * 0.000018,
      "Memory of instances": 16 * SECONDS * 0.000002,
      "Log entries": gib(10 * SECONDS * 600) * 0.5,
      Images: 3 * 0.1,
      "Responses to the internet": gib(10 * SECONDS * 150) * 0.12,
    },
  ],
  [
    "a t3.small, whose baseline of 0.4 vCPUs holds 0.3",
    ec2Vm,
    steady(30),
    {},
    {
      "Machine, t3.small": 730 * 0.0208,
      "A larger machine for the traffic": 0,
      "Further machines and what spreads requests over them": 0,
      Disk: 20 * 0.08,
      "Public IPv4 addresses": 730 * 0.005,
    },
  ],
  [
    "an m7i.large for one busy CPU, which is above the baseline of every t3",
    ec2Vm,
    steady(100),
    { public: true },
    {
      "Machine, t3.small": 730 * 0.0208,
      "A larger machine for the traffic": 730 * (0.1008 - 0.0208),
      "Further machines and what spreads requests over them": 0,
      Disk: 20 * 0.08,
      "Public IPv4 addresses": 730 * 0.005,
      "Responses to the internet": gib(100 * SECONDS * 150) * 0.09,
    },
  ],
  [
    "an e2-medium, half of an e2-standard-2, for 0.6 busy CPUs",
    gceVm,
    steady(60),
    {},
    {
      "Machine, e2-small": 730 * 0.06701 * 0.25,
      "A larger machine for the traffic": 730 * 0.06701 * 0.25,
      "Further machines and what spreads requests over them": 0,
      Disk: 20 * 0.1,
      "Public address": 730 * 0.005,
    },
  ],
])("%s, by hand", (_what, target, given, settings, expected) => {
  const lines = target.cost(given, settings).map(({ name, usdPerMonth }) => [name, usdPerMonth]);
  expect(Object.fromEntries(lines)).toEqual(
    Object.fromEntries(Object.entries(expected).map(([name, usd]) => [name, expect.closeTo(usd, 8)])),
  );
});

it("the cost of a single machine is unknown above the largest one", () => {
  // 2.4 busy CPUs are 60 % of an e2-standard-4, and one more request a second is too much.
  expect(isTotalKnown(gceVm.cost(steady(240), {}))).toBe(true);
  expect(isTotalKnown(gceVm.cost(steady(241), {}))).toBe(false);
});

it("a commitment does not lower the share for managing instances", () => {
  const managed = (commitment: boolean) =>
    lambdaManaged
      .cost(steady(600), {}, { commitment })
      .filter(({ name }) => name.startsWith("Management"))
      .map(({ usdPerMonth }) => usdPerMonth);
  expect(managed(true)).toEqual(managed(false));
});

describe.each(all.map((target) => [target.name, target] as const))("%s", (_name, target) => {
  it("has a source and a date for every fact and price", () => {
    for (const { path, fact } of datedFacts(target.facts)) {
      expect(fact.source, path).not.toBe("");
      expect(fact.asOf, path).toMatch(/^2026-\d{2}-\d{2}$/);
      if (fact.value === null) expect(fact.note, path).toBeDefined();
    }
    for (const book of Object.values(target.pricesByRegion)) {
      for (const [id, { source, readOn }] of Object.entries(book)) {
        expect(source, id).not.toBe("");
        expect(readOn, id).toMatch(/^2026-\d{2}-\d{2}$/);
      }
    }
  });

  it("has prices for the United States and for Europe, and says what each switch does", () => {
    for (const beginning of ["us-", "eu"]) {
      expect(Object.keys(target.pricesByRegion).filter((region) => region.startsWith(beginning))).not.toEqual([]);
    }
    expect(Object.keys(target.switches).toSorted()).toEqual(["commitment", "spot"]);
  });

  it("costs never less as requests grow, with or without a commitment", () => {
    const requests = fc.integer({ min: 0, max: 1e10 });
    const sizes = fc.record({
      durationMs: fc.double({ min: 0.1, max: 1000, noNaN: true }),
      memoryMiB: fc.integer({ min: 64, max: 30_000 }),
      peakFactor: fc.double({ min: 1, max: 50, noNaN: true }),
    });
    fc.assert(
      fc.property(requests, requests, sizes, fc.boolean(), (one, other, fields, commitment) => {
        const usdAt = (requestsPerMonth: number, options = { commitment }) =>
          totalUsdPerMonth(target.cost({ ...workload(requestsPerMonth, 1), ...fields }, {}, options));
        const [less, more] = [usdAt(Math.min(one, other)), usdAt(Math.max(one, other))];
        expect(less).toBeGreaterThanOrEqual(0);
        expect(more).toBeGreaterThanOrEqual(less * (1 - 1e-9));
        expect(more).toBeLessThanOrEqual(usdAt(Math.max(one, other), { commitment: false }) * (1 + 1e-9));
      }),
      { seed: 42, numRuns: 100 },
    );
  });
});
