import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  atRate,
  erlangC,
  instancesFor,
  type Load,
  monthlyMean,
  p99WaitSeconds,
  periodsOf,
  type Scaling,
} from "./capacity.ts";
import { SECONDS_PER_MONTH } from "./month.ts";
import type { Workload } from "./workload.ts";

describe("the Erlang C formula", () => {
  test.each([
    // https://en.wikipedia.org/wiki/M/M/c_queue: with one server the probability to wait is the utilization.
    [1, 0.6, 0.6],
    // Gross and Harris, Fundamentals of Queueing Theory, the eye clinic: three doctors, two busy on average, 8/9 of a patient waiting.
    [3, 2, 4 / 9],
    // The example in the README of https://github.com/rodrigo-arenas/pyworkforce: 100 calls of 3 minutes in 30 minutes, 14 agents.
    [14, 10, 0.1741319335950498],
  ])("gives the published value for %d servers and %d erlangs", (servers, erlangs, published) => {
    expect(erlangC(servers, erlangs)).toBeCloseTo(published, 12);
  });

  test.each([100, 1000, 10_000, 100_000])("tends to the limit of Halfin and Whitt with %d servers", (servers) => {
    // S. Halfin, W. Whitt, Heavy-Traffic Limits for Queues with Many Exponential Servers, 1981: for (1 - utilization) sqrt(c) = 1.
    const [density, distribution] = [0.24197072451914337, 0.8413447460685429];
    const limit = 1 / (1 + distribution / density);
    expect(Math.abs(erlangC(servers, servers - Math.sqrt(servers)) - limit)).toBeLessThan(0.3 / Math.sqrt(servers));
  });

  test("is 1 if the servers cannot keep up, and 0 without a load", () => {
    expect(erlangC(4, 4)).toBe(1);
    expect(erlangC(4, 9)).toBe(1);
    expect(erlangC(4, 0)).toBe(0);
  });
});

describe("against simulated arrivals", () => {
  const REQUESTS = 100_000;
  const uniform = fc.noBias(fc.integer({ min: 1, max: 2 ** 32 })).map((value) => value / 2 ** 32);
  const numbers = fc.sample(uniform, { seed: 42, numRuns: 2 * REQUESTS });
  const exponential = (mean: number, at: number) => -mean * Math.log(numbers[at] ?? 1);

  /** The p99 of the waits of requests in one queue before `servers`, in seconds. */
  function simulated(servers: number, load: Load, seconds: (request: number) => number): number {
    const freeAt = Array.from({ length: servers }, () => 0);
    const waits: number[] = [];
    let now = 0;
    for (let request = 0; request < REQUESTS; request++) {
      now += exponential(1 / load.requestsPerSecond, 2 * request);
      const first = freeAt.indexOf(Math.min(...freeAt));
      const begins = Math.max(now, freeAt[first] ?? 0);
      waits.push(begins - now);
      freeAt[first] = begins + seconds(request);
    }
    return waits.toSorted((one, other) => one - other)[Math.floor(REQUESTS * 0.99)] ?? Number.NaN;
  }

  describe.each([
    [1, 0.6],
    [1, 0.8],
    [2, 0.6],
    [4, 0.7],
    [16, 0.8],
  ])("%d servers that are busy for %d of the time", (servers, utilization) => {
    const load = { requestsPerSecond: (servers * utilization) / 0.01, serviceSeconds: 0.01 };
    const expected = p99WaitSeconds(servers, load);

    test("let 99 of 100 requests wait as long as estimated, if service times vary exponentially", () => {
      const measured = simulated(servers, load, (request) => exponential(load.serviceSeconds, 2 * request + 1));
      expect(measured / expected).toBeGreaterThan(0.9);
      expect(measured / expected).toBeLessThan(1.1);
    });

    test("let them wait less, if every request takes the same time", () => {
      const measured = simulated(servers, load, () => load.serviceSeconds);
      expect(measured).toBeGreaterThan(0.3 * expected);
      expect(measured).toBeLessThan(0.8 * expected);
    });
  });
});

describe("the instances for a load", () => {
  const scaling: Scaling = { serversPerInstance: 1, maxUtilization: 0.6, minInstances: 2 };
  const load = (requestsPerSecond: number, serviceSeconds = 0.01): Load => ({ requestsPerSecond, serviceSeconds });

  test.each([
    ["the least without a load", load(0), {}, 2],
    ["the least that keeps within the utilization", load(600), {}, 10],
    ["one more for a little more", load(600.1), {}, 11],
    ["half as many with twice the workers", load(600), { serversPerInstance: 2 }, 5],
    // 30 ms may be waited: one server waits 10 ms * ln(100 u) / (1 - u) at a utilization of u, which is 6 / 45 here.
    ["more, if waits would exceed the p99", load(600), { p99Seconds: 0.04 }, 45],
    ["as many as without a p99 that is not above the service time", load(600), { p99Seconds: 0.01 }, 10],
    ["none, if none is kept and nothing arrives", load(0), { minInstances: 0, p99Seconds: 1 }, 0],
  ] as const)("are %s", (_title, each, changed, expected) => {
    expect(instancesFor(each, { ...scaling, ...changed })).toBe(expected);
  });

  const loads = fc.record({
    requestsPerSecond: fc.double({ min: 0, max: 1e10 / 2_628_000, noNaN: true }),
    serviceSeconds: fc.double({ min: 1e-5, max: 5, noNaN: true }),
  });
  const scalings = fc.record({
    serversPerInstance: fc.integer({ min: 1, max: 16 }),
    maxUtilization: fc.double({ min: 0.01, max: 1, noNaN: true }),
    p99Seconds: fc.option(fc.double({ min: 5.01, max: 60, noNaN: true }), { nil: undefined }),
    minInstances: fc.integer({ min: 0, max: 5000 }),
  });
  const more = fc.double({ min: 1, max: 100, noNaN: true });

  test("are a whole number from the minimum, which keeps what is expected, and one less does not", () => {
    fc.assert(
      fc.property(loads, scalings, (some, { p99Seconds, ...rest }) => {
        const expectations = p99Seconds === undefined ? rest : { ...rest, p99Seconds };
        const instances = instancesFor(some, expectations);
        expect(Number.isSafeInteger(instances)).toBe(true);
        expect(instances).toBeGreaterThanOrEqual(rest.minInstances);
        const holds = (count: number) => {
          const share = { ...some, requestsPerSecond: some.requestsPerSecond / count };
          const busy = (share.requestsPerSecond * share.serviceSeconds) / rest.serversPerInstance;
          const wait = p99Seconds === undefined ? 0 : p99WaitSeconds(rest.serversPerInstance, share);
          return busy <= rest.maxUtilization * (1 + 1e-11) && some.serviceSeconds + wait <= (p99Seconds ?? Infinity);
        };
        if (instances > 0) expect(holds(instances)).toBe(true);
        if (instances > Math.max(1, rest.minInstances)) expect(holds(instances - 1)).toBe(false);
      }),
      { seed: 42, numRuns: 2000 },
    );
  });

  test("never become fewer when requests or their service time grow", () => {
    fc.assert(
      fc.property(loads, scalings, more, (some, { p99Seconds, ...rest }, factor) => {
        const expectations = p99Seconds === undefined ? rest : { ...rest, p99Seconds };
        const instances = instancesFor(some, expectations);
        const rate = { ...some, requestsPerSecond: some.requestsPerSecond * factor };
        expect(instancesFor(rate, expectations)).toBeGreaterThanOrEqual(instances);
        // A p99 counts only above the service time.
        const longer = { ...some, serviceSeconds: Math.min(5, some.serviceSeconds * factor) };
        expect(instancesFor(longer, expectations)).toBeGreaterThanOrEqual(instances);
      }),
      { seed: 42, numRuns: 2000 },
    );
  });
});

describe("the periods of a month", () => {
  const workload = (peakFactor: number): Workload => ({
    requestsPerMonth: 2_628_000,
    durationMs: 2,
    memoryMiB: 512,
    requestBytes: 300,
    responseBytes: 150,
    peakFactor,
  });

  test.each([
    [1, 1, 1],
    // The busiest hour has three times the mean, and the other 23 share 24 - 3.
    [3, 3, 21 / 23],
    [24, 24, 0],
    [48, 48, 0],
  ])("with a peak factor of %d have %d and %f requests a second", (peakFactor, peak, rest) => {
    const periods = periodsOf(workload(peakFactor));
    expect(periods.map(({ requestsPerSecond }) => requestsPerSecond)).toEqual([peak, expect.closeTo(rest, 12)]);
  });

  test("have all of the month's requests, whatever the peak factor", () => {
    fc.assert(
      fc.property(fc.double({ min: 1, max: 1e4, noNaN: true }), (peakFactor) => {
        const periods = periodsOf(workload(peakFactor));
        expect(periods.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
        expect(monthlyMean(workload(peakFactor), (rate) => rate)).toBeCloseTo(1, 9);
      }),
      { seed: 42 },
    );
  });

  test("follow the hours of a day or a week, the busiest first", () => {
    const officeHours = Array.from({ length: 24 }, (_, hour) => (hour >= 9 && hour < 17 ? 2 : 0));
    const ofOffice = { ...workload(3), hourlyWeights: officeHours };
    expect(periodsOf(ofOffice)).toEqual([
      { share: expect.closeTo(1 / 3, 12), requestsPerSecond: expect.closeTo(3, 12) },
      { share: expect.closeTo(2 / 3, 12), requestsPerSecond: 0 },
    ]);
    const week = { ...ofOffice, hourlyWeights: Array.from({ length: 7 }, () => officeHours).flat() };
    expect(monthlyMean(week, Math.ceil)).toBeCloseTo(monthlyMean(ofOffice, Math.ceil), 12);
  });

  test("of given hours have all of the month's requests, and cost no more than their busiest hour all month", () => {
    const hours = fc
      .array(fc.nat(1000), { minLength: 24, maxLength: 24 })
      .filter((weights) => Math.max(...weights) > 0);
    fc.assert(
      fc.property(hours, (hourlyWeights) => {
        const given = { ...workload(1), hourlyWeights };
        expect(monthlyMean(given, (rate) => rate)).toBeCloseTo(1, 9);
        expect(periodsOf(given).reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
        const peak = Math.max(...periodsOf(given).map(({ requestsPerSecond }) => requestsPerSecond));
        expect(periodsOf(given)[0].requestsPerSecond).toBe(peak);
        expect(monthlyMean(given, Math.ceil)).toBeLessThanOrEqual(Math.ceil(peak) + 1e-9);
      }),
      { seed: 42 },
    );
  });

  test("are one at an even rate", () => {
    expect(atRate({ ...workload(3), hourlyWeights: Array<number>(24).fill(1) }, 5)).toEqual({
      ...workload(1),
      requestsPerMonth: 5 * SECONDS_PER_MONTH,
    });
  });

  test("give the mean of whole instances", () => {
    expect(monthlyMean(workload(3), (rate) => (rate > 1 ? 5 : 2))).toBeCloseTo((5 + 23 * 2) / 24, 12);
  });
});
