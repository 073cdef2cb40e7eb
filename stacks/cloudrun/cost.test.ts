import { execFileSync } from "node:child_process";
import path from "node:path";
import { SECONDS_PER_MONTH, totalUsdPerMonth, type Workload } from "@modelport/target-kit";
import { describe, expect, test } from "vitest";
import type { CloudRunSettings } from "./settings.ts";
import { cloudrun } from "./target.ts";
import { instancesFor } from "./usage.ts";

const workload: Workload = {
  requestsPerMonth: 1e6,
  durationMs: 2,
  memoryMiB: 512,
  requestBytes: 400,
  responseBytes: 200,
  peakFactor: 1,
};

describe("against the calculation from the vendor's units", () => {
  const script = path.join(import.meta.dirname, "../../docs/costs/cloudrun.mjs");
  const scenarios = JSON.parse(execFileSync(process.execPath, [script, "--json"], { encoding: "utf8" })) as readonly {
    readonly title: string;
    readonly asked: { readonly requests: number; readonly ms: number; readonly responseBytes: number };
    readonly settings: Readonly<Record<string, unknown>>;
    readonly freeTier: boolean;
    readonly lines: Readonly<Record<string, number>>;
    readonly usdPerMonth: number;
  }[];

  test.each(scenarios)("$title", ({ asked, settings, freeTier, lines: theirs, usdPerMonth }) => {
    const { requests, ms, responseBytes } = asked;
    const used = { ...workload, requestsPerMonth: requests, durationMs: ms, responseBytes };
    // An instance may be billed for more requests than the most instances can serve: a verdict says so, and not the bill.
    const lines = cloudrun.cost(used, settings, { freeTier });
    const ours = Object.fromEntries(lines.map((line) => [line.name, line.usdPerMonth]));
    expect(Object.keys(ours).toSorted()).toEqual(Object.keys(theirs).toSorted());
    for (const [name, usd] of Object.entries(theirs)) expect(ours[name], name).toBeCloseTo(usd, 8);
    expect(totalUsdPerMonth(lines)).toBeCloseTo(usdPerMonth, 7);
  });

  test("there are scenarios for both ways of billing, with and without kept instances and a free tier", () => {
    const seen = (key: string) => new Set(scenarios.map(({ settings }) => settings[key]));
    expect(seen("cpuAlways")).toEqual(new Set([undefined, true]));
    expect(seen("minInstances")).toEqual(new Set([undefined, 1]));
    expect(seen("vcpus")).toEqual(new Set([undefined, 0.5, 2]));
    expect(new Set(scenarios.map(({ freeTier }) => freeTier))).toEqual(new Set([false, true]));
  });
});

describe("against traffic at random", () => {
  const settings = cloudrun.parseSettings({}) as CloudRunSettings;

  /** The share of time that is billed of one instance: each stretch with requests is rounded up, and none is billed twice. */
  function simulated(perSecond: number, seconds: number): number {
    const random = mulberry32(42);
    const until = 20_000 / perSecond;
    let now = 0;
    let busyUntil = -1;
    let began = 0;
    let billedUntil = 0;
    let billed = 0;
    const close = () => {
      if (busyUntil < 0) return;
      const end = began + Math.ceil((busyUntil - began) / 0.1 - 1e-9) * 0.1;
      billed += Math.max(0, end - Math.max(began, billedUntil));
      billedUntil = Math.max(billedUntil, end);
    };
    while (now < until) {
      now -= Math.log(1 - random()) / perSecond;
      if (now > busyUntil) {
        close();
        began = now;
      }
      busyUntil = Math.max(busyUntil, now + seconds);
    }
    close();
    return billed / until;
  }

  test.each([
    [0.01, 2],
    [0.5, 2],
    [3, 2],
    [0.5, 150],
    [0.5, 200],
    [2, 200],
  ])("%d requests a second of %d ms are billed as estimated, or less", (perSecond, milliseconds) => {
    const used = { ...workload, requestsPerMonth: perSecond * SECONDS_PER_MONTH, durationMs: milliseconds };
    const { working } = instancesFor(used, settings);
    const share = simulated(perSecond, milliseconds / 1000);
    expect(working).toBeGreaterThan(share * 0.97);
    expect(working).toBeLessThan(share * 1.3);
  });

  test("at a concurrency of one nothing is shared", () => {
    const used = { ...workload, requestsPerMonth: 2 * SECONDS_PER_MONTH, durationMs: 150 };
    expect(instancesFor(used, { ...settings, concurrency: 1 }).working).toBeCloseTo(0.4, 9);
    expect(instancesFor(used, settings).working).toBeLessThan(0.36);
  });
});

/** Random numbers that are the same each time. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

test("without traffic only what waits is paid for, and exactly that", () => {
  const idle = { ...workload, requestsPerMonth: 0 };
  expect(totalUsdPerMonth(cloudrun.cost(idle, {}, { freeTier: true }))).toBe(0);
  const paid = cloudrun.cost(idle, { minInstances: 2 }, { freeTier: true }).filter((line) => line.usdPerMonth !== 0);
  expect(paid.map(({ name, recurrence, usdPerMonth }) => [name, recurrence, usdPerMonth])).toEqual([
    ["Processors of kept instances", "fixed", expect.closeTo(2 * 6.57, 9)],
    ["Memory of kept instances", "fixed", expect.closeTo(2 * 6.57, 9)],
    ["Liveness probes of kept instances", "fixed", expect.closeTo(2 * 0.21024, 9)],
  ]);
});

test("a kept instance that works all month has its memory paid once", () => {
  const busy = { ...workload, requestsPerMonth: 100 * SECONDS_PER_MONTH };
  const lines = Object.fromEntries(
    cloudrun.cost(busy, { minInstances: 1 }).map((line) => [line.name, line.usdPerMonth]),
  );
  expect(lines["Memory while it works"]).toBe(0);
  expect(lines["Memory of kept instances"]).toBeCloseTo(6.57, 9);
  expect(lines["Processors while they work"]).toBeCloseTo(63.072, 9);
});

test.each([
  [{}],
  [{ minInstances: 1 }],
  [{ cpuAlways: true }],
  [{ vcpus: 0.5, memoryMiB: 512, concurrency: 1, executionEnvironment: "gen1" }],
])("no usage line of %o falls when requests grow", (settings) => {
  for (const durationMs of [1, 2, 99.9, 250, 3000]) {
    for (const freeTier of [false, true]) {
      const at = (requestsPerMonth: number) =>
        cloudrun.cost({ ...workload, requestsPerMonth, durationMs }, settings, { freeTier });
      let before = at(0);
      for (let requests = 100; requests < 1e11; requests *= 1.3) {
        const now = at(requests);
        for (const [index, line] of now.entries()) {
          expect(line.usdPerMonth, `${line.name} at ${requests} of ${durationMs} ms`).toBeGreaterThanOrEqual(
            (before[index]?.usdPerMonth ?? 0) * (1 - 1e-12),
          );
        }
        before = now;
      }
    }
  }
});
