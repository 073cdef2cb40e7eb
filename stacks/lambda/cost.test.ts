import { execFileSync } from "node:child_process";
import path from "node:path";
import { totalUsdPerMonth, type Workload } from "@modelport/target-kit";
import { describe, expect, test } from "vitest";
import { lambda } from "./target.ts";

const workload: Workload = {
  requestsPerMonth: 1e6,
  durationMs: 200,
  memoryMiB: 1024,
  requestBytes: 400,
  responseBytes: 200,
  peakFactor: 1,
};
const quiet = { logLevel: "warn", alarms: false, metrics: false } as const;

const linesBy = (lines: ReturnType<typeof lambda.cost>) =>
  Object.fromEntries(lines.map(({ name, quantity }) => [name, quantity]));

describe("the course's price book", () => {
  test.each([
    [1e6, 3.52],
    [100e6, 352],
  ])("%d requests of 200 ms and 1 GB cost %d USD", (requestsPerMonth, usd) => {
    const lines = lambda.cost({ ...workload, requestsPerMonth }, {}, { priceBook: "course" });
    expect(totalUsdPerMonth(lines)).toBeCloseTo(usd, 9);
  });
});

describe("against the calculation from the vendor's units", () => {
  const script = path.join(import.meta.dirname, "../../docs/costs/lambda.mjs");
  const scenarios = JSON.parse(execFileSync(process.execPath, [script, "--json"], { encoding: "utf8" })) as readonly {
    readonly title: string;
    readonly workload: Workload;
    readonly settings: Readonly<Record<string, unknown>>;
    readonly freeTier: boolean;
    readonly lines: Readonly<Record<string, number>>;
    readonly usdPerMonth: number;
  }[];

  test.each(scenarios)("$title", ({ workload: used, settings, freeTier, lines: theirs, usdPerMonth }) => {
    const lines = lambda.cost(used, settings, { freeTier });
    const ours = Object.fromEntries(lines.map((line) => [line.name, line.usdPerMonth]));
    expect(Object.keys(ours).toSorted()).toEqual(Object.keys(theirs).toSorted());
    for (const [name, usd] of Object.entries(theirs)) expect(ours[name], name).toBeCloseTo(usd, 9);
    expect(totalUsdPerMonth(lines)).toBeCloseTo(usdPerMonth, 9);
  });

  test("there are scenarios for each HTTP endpoint and processor, with and without provisioned instances", () => {
    const seen = (key: string) => new Set(scenarios.map(({ settings }) => settings[key]));
    expect(seen("endpoint")).toEqual(new Set(["function-url", "http-api", "rest-api"]));
    expect(seen("architecture")).toEqual(new Set(["x86_64", "arm64"]));
    expect(seen("provisionedConcurrency")).toEqual(new Set([undefined, 2]));
    expect(seen("tracing")).toEqual(new Set([false, true]));
    expect(seen("metrics")).toEqual(new Set([undefined, false]));
    expect(new Set(scenarios.map(({ freeTier }) => freeTier))).toEqual(new Set([false, true]));
  });
});

test("a duration counts as whole milliseconds, and memory as 1024 MiB to the GB", () => {
  const lines = lambda.cost({ ...workload, durationMs: 1.2 }, { ...quiet, memoryMiB: 512 });
  expect(linesBy(lines)["Compute, x86_64"]).toBe((1e6 * 0.002) / 2);
});

test("what the busiest hour needs beyond the provisioned instances is billed as usual", () => {
  // 2.628 million requests of one second are one busy instance all month; four in the busiest hour.
  const busy = { ...workload, requestsPerMonth: 2_628_000, durationMs: 1000, peakFactor: 4 };
  const quantities = linesBy(lambda.cost(busy, { ...quiet, provisionedConcurrency: 1 }));
  expect(quantities["Provisioned concurrency, x86_64"]).toBe(2_628_000);
  expect(quantities["Compute on provisioned instances, x86_64"]).toBe(2_628_000 / 4);
  expect(quantities["Compute, x86_64"]).toBe((2_628_000 * 3) / 4);
});

test("without traffic only what waits is paid for", () => {
  const idle = { ...workload, requestsPerMonth: 0 };
  expect(totalUsdPerMonth(lambda.cost(idle, { alarms: false }))).toBe(0);
  expect(totalUsdPerMonth(lambda.cost(idle, {}))).toBeCloseTo(0.3, 9);
  const paid = lambda.cost(idle, { provisionedConcurrency: 1 }).filter(({ usdPerMonth }) => usdPerMonth > 0);
  expect(paid.map(({ name, recurrence }) => [name, recurrence])).toEqual([
    ["Provisioned concurrency, x86_64", "fixed"],
    ["Alarms", "fixed"],
  ]);
});

test.each(["x86_64", "arm64"])("no usage line on %s falls when requests grow", (architecture) => {
  const settings = { architecture, provisionedConcurrency: 1, tracing: true };
  const at = (requestsPerMonth: number) => lambda.cost({ ...workload, requestsPerMonth, peakFactor: 3 }, settings);
  const volumes = [0, 1e5, 1e6, 5e6, 2e7, 1e9];
  for (const [index, fewer] of volumes.slice(0, -1).entries()) {
    const more = at(volumes[index + 1] ?? 0);
    for (const [line, { name, usdPerMonth }] of at(fewer).entries()) {
      expect(more[line]?.name).toBe(name);
      expect(more[line]?.usdPerMonth, name).toBeGreaterThanOrEqual(usdPerMonth);
    }
  }
});
