// What anyone who relies on the advice can expect of it, for the targets that are deployed and any valid workload.
import {
  adrOf,
  advise,
  type AdviceOptions,
  analyze,
  costCurve,
  estimate,
  LANGUAGES,
  parseRequirements,
  parseWeights,
  rejectionsOf,
  type Requirements,
  winnerOf,
} from "@modelport/advising";
import { type NumberField, type Range, RANGES } from "@modelport/advising/ranges";
import * as registry from "@modelport/stacks/registry";
import { type Target, totalUsdPerMonth } from "@modelport/target-kit";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

const targets: readonly Target[] = Object.values(registry);

/** From the least to the most that a field takes, as likely between 1 and 10 as between a million and ten million. */
function any(field: NumberField): fc.Arbitrary<number> {
  const { least, most, isWhole }: Range = RANGES[field];
  const floor = Math.max(least, isWhole === true ? 1 : 0.001);
  const exponent = fc.double({ min: Math.log10(floor), max: Math.log10(most), noNaN: true });
  const value = exponent.map((power) => Math.min(most, Math.max(least, 10 ** power)));
  return fc.oneof(
    { arbitrary: isWhole === true ? value.map(Math.floor) : value, weight: 20 },
    fc.constantFrom(least, most),
  );
}

const hours = fc
  .array(fc.nat(9), { minLength: 24, maxLength: 24 })
  .filter((weights) => weights.some((each) => each > 0));
const shape = fc.oneof(
  { arbitrary: any("peakFactor").map((peakFactor) => ({ peakFactor })), weight: 3 },
  { arbitrary: hours.map((hourlyWeights) => ({ hourlyWeights })), weight: 1 },
);

/** What is sent and served, but not how often. */
const traffic = fc
  .record({
    durationMs: any("durationMs"),
    memoryMiB: any("memoryMiB"),
    modelMiB: any("modelMiB"),
    requestBytes: any("requestBytes"),
    responseBytes: any("responseBytes"),
    timesDuration: fc.option(fc.double({ min: 1.01, max: 100, noNaN: true }), { nil: undefined }),
    public: fc.boolean(),
    existingCluster: fc.boolean(),
    region: fc.constantFrom("us", "eu", "ap"),
    residency: fc.option(fc.constantFrom(["eu"], ["de"], ["us", "gb"]), { nil: undefined }),
    services: fc.oneof({ arbitrary: fc.constant(1), weight: 2 }, fc.integer({ min: 2, max: 100 })),
    shape,
  })
  .map(({ timesDuration, shape: ofDay, ...fields }) => ({
    ...fields,
    ...ofDay,
    ...(timesDuration !== undefined && { p99Ms: Math.min(RANGES.p99Ms.most, fields.durationMs * timesDuration) }),
  }))
  .filter(({ durationMs, p99Ms }) => p99Ms === undefined || p99Ms > durationMs);

/** Small enough that most targets can hold it. */
const servable = traffic.map((fields) => ({
  ...fields,
  memoryMiB: 64 + (fields.memoryMiB % 8000),
  modelMiB: Math.min(200, fields.modelMiB),
  requestBytes: Math.min(1e5, fields.requestBytes),
  responseBytes: Math.min(1e5, fields.responseBytes),
}));
const requests = any("requestsPerMonth");
const freeTier = fc.boolean();
const runs = { seed: 42 };

/** Undefined if the target's settings cannot hold the sizes. */
function costOf(target: Target, requirements: Requirements, options: AdviceOptions) {
  try {
    return estimate(target, requirements, options);
  } catch (error) {
    if (error instanceof Error && error.name === "SettingsError") return undefined;
    throw error;
  }
}

describe.each(targets)("the cost of $name", (target) => {
  it("is a sum of finite lines from 0, within its interval, and without requests that of the fixed lines", () => {
    fc.assert(
      fc.property(traffic, requests, freeTier, (fields, requestsPerMonth, free) => {
        const at = (each: number) =>
          costOf(target, parseRequirements({ ...fields, requestsPerMonth: each }), { freeTier: free });
        const [some, none] = [at(requestsPerMonth), at(0)];
        if (some === undefined || none === undefined) return;
        for (const line of [...some.lines, ...none.lines]) {
          for (const value of [line.quantity, line.unitPrice, line.usdPerMonth]) {
            expect(Number.isFinite(value) && value >= 0, JSON.stringify(line)).toBe(true);
          }
        }
        expect(some.usdPerMonth).toBe(totalUsdPerMonth(some.lines));
        expect(some.lowUsd).toBeLessThanOrEqual(some.usdPerMonth * (1 + 1e-9));
        expect(some.highUsd).toBeGreaterThanOrEqual(some.usdPerMonth * (1 - 1e-9));
        const fixed = some.lines.filter(({ recurrence }) => recurrence === "fixed");
        expect(none.usdPerMonth).toBeCloseTo(totalUsdPerMonth(fixed), 6);
      }),
      { ...runs, numRuns: 100 },
    );
  });

  it("never falls when requests grow", () => {
    fc.assert(
      fc.property(traffic, requests, requests, freeTier, (fields, one, other, free) => {
        const at = (requestsPerMonth: number) =>
          costOf(target, parseRequirements({ ...fields, requestsPerMonth }), { freeTier: free })?.usdPerMonth ?? 0;
        expect(at(Math.max(one, other))).toBeGreaterThanOrEqual(at(Math.min(one, other)) * (1 - 1e-9));
      }),
      { ...runs, numRuns: 100 },
    );
  });

  it.each(Object.keys(target.pricesByRegion))(
    "in %s sums and grows from 1M over 10M and 100M to 1B requests",
    (region) => {
      const found = [1e6, 10e6, 100e6, 1e9].map((requestsPerMonth) =>
        estimate(
          target,
          parseRequirements({
            requestsPerMonth,
            durationMs: 20,
            memoryMiB: 1024,
            ...(/^[a-z][a-z0-9-]*$/.test(region) && { region }),
          }),
          {},
        ),
      );
      for (const { lines, usdPerMonth } of found) expect(usdPerMonth).toBe(totalUsdPerMonth(lines));
      const amounts = found.map(({ usdPerMonth }) => usdPerMonth);
      expect(amounts).toEqual(amounts.toSorted((a, b) => a - b));
    },
  );
});

describe("several services", () => {
  const usdOf = (target: Target, services: number, fields: object = {}) =>
    estimate(
      target,
      parseRequirements({ requestsPerMonth: 1e6, durationMs: 20, memoryMiB: 1024, services, ...fields }),
      {},
    );

  it.each(targets)("on $name cost at most so many times one of them, and not less than one", (target) => {
    fc.assert(
      fc.property(servable, requests, fc.integer({ min: 2, max: 10 }), (fields, requestsPerMonth, services) => {
        const at = (each: number) =>
          estimate(target, parseRequirements({ ...fields, requestsPerMonth, services: each }), {}).usdPerMonth;
        expect(at(services)).toBeGreaterThanOrEqual(at(1) * (1 - 1e-9));
        expect(at(services)).toBeLessThanOrEqual(services * at(1) * (1 + 1e-9) + 1e-9);
      }),
      { ...runs, numRuns: 40 },
    );
  });

  it.each([
    ["eks", "Control plane"],
    ["gke", "Cluster fee"],
    ["ecs", "Load balancer"],
  ])("on %s pay for one %s", (name, line) => {
    const target = targets.find((each) => each.name === name) ?? expect.fail();
    const quantity = (services: number) => usdOf(target, services).lines.find((each) => each.name === line)?.quantity;
    expect(quantity(5)).toBe(quantity(1) ?? expect.fail(`there is no line ${line}`));
  });

  it("take the free tier once", () => {
    const at = (services: number) =>
      estimate(
        registry.lambda,
        parseRequirements({ requestsPerMonth: 1e6, durationMs: 20, memoryMiB: 1024, services }),
        {
          freeTier: true,
        },
      ).lines.find(({ name }) => name === "Requests")?.quantity;
    expect([at(1), at(3)]).toEqual([0, 2]);
  });

  it.each(targets)(
    "take no more than all that is free on $name, and nothing more than one of as many requests",
    (target) => {
      const linesAt = (services: number, requestsPerMonth: number, isFree: boolean) =>
        estimate(target, parseRequirements({ requestsPerMonth, durationMs: 20, memoryMiB: 1024, services }), {
          freeTier: isFree,
        }).lines;
      const quantities = (lines: readonly { readonly name: string; readonly quantity: number }[]) =>
        new Map(lines.map(({ name, quantity }) => [name, quantity]));
      const [free, paid] = [quantities(linesAt(10, 1e5, true)), quantities(linesAt(10, 1e5, false))];
      expect([...free.keys()]).toEqual([...paid.keys()]);
      const given = Object.values(target.allowances);
      for (const [name, quantity] of paid) {
        const saved = quantity - (free.get(name) ?? 0);
        const most = Math.max(0, ...given.filter((each) => each.name === name).map((each) => each.quantity));
        if (given.some((each) => each.name === name)) expect(saved, name).toBeLessThanOrEqual(most + 1e-9);
      }
      if (target.sharing === undefined) expect(free.get("Requests") ?? 0).toBe(0);
    },
  );
});

describe("an existing cluster", () => {
  it.each(["eks", "gke"])("of %s is not in the estimate", (name) => {
    const target = targets.find((each) => each.name === name) ?? expect.fail();
    const lines = (existingCluster: boolean) =>
      estimate(target, parseRequirements({ requestsPerMonth: 1e6, durationMs: 2, memoryMiB: 512, existingCluster }), {})
        .lines;
    const names = (each: ReturnType<typeof lines>) => each.map((line) => line.name);
    expect(names(lines(false)).length).toBeGreaterThan(names(lines(true)).length);
    expect(names(lines(true)).join("\n")).not.toMatch(/control plane|cluster fee|^Nodes/im);
  });
});

describe("data residency", () => {
  const advice = (residency: readonly string[]) =>
    advise(targets, parseRequirements({ requestsPerMonth: 1e6, durationMs: 2, memoryMiB: 512, residency }));

  it("takes the prices of a region that is there", () => {
    for (const { estimate: each } of advice(["eu"]).options)
      expect([each.region, each.isElsewhere]).toMatchObject([expect.stringMatching(/^(eu|your)/), false]);
  });

  it("says that prices are of elsewhere if the vendor is there, and rejects it if it is not", () => {
    const { options, rejected } = advice(["pl"]);
    expect(options.find(({ target }) => target.name === "cloudrun")?.estimate.isElsewhere).toBe(true);
    expect(rejected.find(({ target }) => target.name === "lambda")?.rejections).toMatchObject([
      { rule: "residency", needed: "pl" },
    ]);
  });

  it("leaves the team's own machines to the team", () => {
    expect(advice(["is"]).options.map(({ target }) => target.name)).toEqual(["kubernetes"]);
  });
});

const flags = fc.record({
  gpu: fc.boolean(),
  multiCloud: fc.boolean(),
  networkControl: fc.boolean(),
  coldStartMs: fc.constantFrom(50, 1000),
  team: fc.integer({ min: 1, max: 10 }),
});
const share = fc.double({ min: 0, max: 1, noNaN: true });

it("no weight overrules a hard rule, and every target is either an option or rejected", () => {
  fc.assert(
    fc.property(
      traffic,
      flags,
      requests,
      share,
      share,
      share,
      (fields, required, requestsPerMonth, cost, people, risk) => {
        fc.pre(cost + people + risk > 0);
        const requirements = parseRequirements({ ...fields, ...required, requestsPerMonth });
        const { options, rejected } = advise(targets, requirements, { weights: parseWeights({ cost, people, risk }) });
        for (const { target } of options) expect(rejectionsOf(target.facts, requirements)).toEqual([]);
        for (const { rejections } of rejected) expect(rejections.length).toBeGreaterThan(0);
        const names = [...options, ...rejected].map(({ target }) => target.name);
        expect(names.toSorted()).toEqual(targets.map(({ name }) => name).toSorted());
      },
    ),
    { ...runs, numRuns: 100 },
  );
});

it("break-evens are real: just below one, the other is not cheaper", () => {
  fc.assert(
    fc.property(servable, (fields) => {
      const requirements = parseRequirements({ ...fields, requestsPerMonth: 1e6 });
      const usd = (name: string, requestsPerMonth: number) => {
        const target = targets.find((each) => each.name === name) ?? expect.fail();
        return costCurve(target, requirements).usdAt(requestsPerMonth);
      };
      for (const { at, below, above } of analyze(targets, requirements).breakEvens) {
        expect(usd(above, at)).toBeLessThan(usd(below, at));
        expect(usd(below, at - 1)).toBeLessThanOrEqual(usd(above, at - 1) * (1 + 1e-9));
      }
    }),
    { ...runs, numRuns: 6 },
  );
});

it("what would change the advice changes it, and one step less does not", () => {
  fc.assert(
    fc.property(servable, requests, (fields, requestsPerMonth) => {
      const requirements = parseRequirements({ ...fields, requestsPerMonth });
      for (const { input, direction, value, winner } of analyze(targets, requirements).changes) {
        if (input !== "requestsPerMonth") continue;
        const best = (at: number) => winnerOf(targets, { ...requirements, [input]: at });
        expect(best(value)).toBe(winner);
        expect(best(value + (direction === "up" ? -1 : 1))).not.toBe(winner);
      }
    }),
    { ...runs, numRuns: 6 },
  );
});

it("the record of a decision has the same bytes for the same input, in whatever order its fields are", async () => {
  await fc.assert(
    fc.asyncProperty(servable, requests, fc.constantFrom("en", "es"), async (fields, requestsPerMonth, language) => {
      const given = Object.entries({ ...fields, requestsPerMonth });
      const record = (entries: typeof given) =>
        adrOf(analyze(targets, parseRequirements(Object.fromEntries(entries))), LANGUAGES[language]);
      expect(await record(given.toReversed())).toBe(await record(given));
    }),
    { ...runs, numRuns: 3 },
  );
});
