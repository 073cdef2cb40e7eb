import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { advise, undecidedBelowUsd } from "./advise.ts";
import { analyze, costCurve } from "./analysis.ts";
import { breakEvens } from "./break-even.ts";
import { changesOf } from "./changes.ts";
import { facts, metered, requirements, stepped, targets } from "./fixture.testing.ts";
import { rejectionsOf } from "./hard-rules.ts";
import { workloadOf } from "./requirements.ts";
import { parseWeights, WeightsError } from "./weights.ts";

const names = (each: { readonly target: { readonly name: string } }) => each.target.name;

describe("hard rules", () => {
  it.each<[string, Parameters<typeof requirements>[0], string, unknown]>([
    ["gpu", { gpu: true }, "qualities.gpu", false],
    ["memory", { memoryMiB: 20_000 }, "limits.memoryMiB", 10_240],
    ["model-size", { modelMiB: 300 }, "limits.unpackedArtifactBytes", 262_144_000],
    ["timeout", { timeoutSeconds: 1000 }, "limits.requestTimeoutSeconds", 900],
    ["request-size", { requestBytes: 7e6 }, "limits.requestBytes", 6e6],
    ["response-size", { responseBytes: 7e6 }, "limits.responseBytes", 6e6],
    ["cold-start", { coldStartMs: 99 }, "qualities.latency", "variable"],
    ["network-control", { networkControl: true }, "offers.networkControl", null],
    ["multi-cloud", { multiCloud: true }, "qualities.lockIn", "high"],
  ])("%s names the fact and its source", (rule, fields, fact, found) => {
    const rejections = rejectionsOf(facts, requirements(fields));
    expect(rejections).toMatchObject([{ rule, fact, found }]);
    expect(rejections[0]?.source).not.toBe("");
  });

  it("lets a target pass whose image holds what its other artifact does not", () => {
    const image = { value: 10 * 1024 ** 3, source: "s", asOf: "2026-12-01" };
    expect(rejectionsOf({ ...facts, offers: { imageBytes: image } }, requirements({ modelMiB: 300 }))).toEqual([]);
  });

  it("rejects what is above the budget", () => {
    const { options, rejected } = advise(targets, requirements({ budgetUsd: 50 }));
    expect(options.map(names)).toEqual(["metered"]);
    expect(rejected).toMatchObject([{ rejections: [{ rule: "budget", needed: 50, found: 100 }] }]);
  });

  it("are never overruled by weights", () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(share, share, share, fc.boolean(), fc.boolean(), (cost, people, risk, gpu, networkControl) => {
        fc.pre(cost + people + risk > 0);
        const weights = parseWeights({ cost, people, risk });
        const { options, rejected } = advise(targets, requirements({ gpu, networkControl }), { weights });
        expect(options.map(names).toSorted()).toEqual(gpu ? [] : networkControl ? ["stepped"] : ["metered", "stepped"]);
        expect(options.length + rejected.length).toBe(targets.length);
      }),
      { numRuns: 50 },
    );
  });
});

describe("costs", () => {
  it("have an interval by the grades of the prices", () => {
    const [first, second] = advise(targets, requirements()).options;
    expect(first).toMatchObject({ estimate: { usdPerMonth: 4, lowUsd: 3.4, highUsd: 4.6, isKnown: true } });
    expect(second).toMatchObject({ estimate: { usdPerMonth: 100, lowUsd: 98.5, highUsd: 101.5 } });
  });

  it("cannot tell two targets apart whose intervals overlap", () => {
    const at = (requestsPerMonth: number) => advise(targets, requirements({ requestsPerMonth })).options;
    const gap = (options: ReturnType<typeof at>) =>
      options[0] && options[1] && undecidedBelowUsd(options[0].estimate, options[1].estimate);
    expect(gap(at(1e6))).toBeUndefined();
    expect(gap(at(24e6))).toBeCloseTo(0.15 * 96 + 1.5, 9);
  });

  it("take the user's prices, which have no margin", () => {
    const { options } = advise([metered], requirements(), { prices: { metered: { requests: 2 } } });
    expect(options[0]?.estimate).toMatchObject({ usdPerMonth: 2, lowUsd: 2, highUsd: 2 });
  });

  it("say where the prices are from if there are none for the region", () => {
    const [option] = advise([metered], requirements({ region: "eu" })).options;
    expect(option?.estimate).toMatchObject({ region: "us-test-1", isElsewhere: true });
  });

  it("never win by what is unknown", () => {
    const lines = [
      { ...(metered.cost(workloadOf(requirements()), {})[0] ?? expect.fail()), isUnknown: true, usdPerMonth: 0 },
    ] as const;
    const unknown = { ...metered, name: "unknown", cost: () => lines };
    const { options } = advise([unknown, metered], requirements());
    expect(options.map(names)).toEqual(["metered", "unknown"]);
    expect(options[1]).toMatchObject({ estimate: { isKnown: false }, scores: { cost: 0 } });
  });
});

describe("people", () => {
  it("count less where the team is too small, unless it operates the cluster anyway", () => {
    const of = (existingCluster: boolean) =>
      advise([stepped], requirements({ existingCluster, team: 2 })).options[0]?.scores;
    expect(of(false)).toMatchObject({ people: 0.4, risk: 1 });
    expect(of(true)).toMatchObject({ people: 1, risk: 1 });
  });
});

describe("break-evens", () => {
  it("are whole numbers of requests, exact to the request", () => {
    const [a, b] = [costCurve(metered, requirements()), costCurve(stepped, requirements())];
    // 4 USD a million reach 100 USD at 25 million; with a second node at 50 million the cheaper one stays.
    expect(breakEvens(a, b)).toEqual([{ at: 25_000_001, below: "metered", above: "stepped" }]);
  });

  it("are real: at the point the one above is cheaper, and just under it not", () => {
    const usd = (most: number) => fc.integer({ min: 0, max: most * 100 }).map((cents) => cents / 100);
    const curve = fc.record({
      fixed: usd(1000),
      million: usd(20),
      step: fc.integer({ min: 1e5, max: 1e9 }),
      perStep: usd(100),
    });
    fc.assert(
      fc.property(curve, curve, (one, other) => {
        const [a, b] = [one, other].map(({ fixed, million, step, perStep }, index) => ({
          name: String(index),
          usdAt: (requests: number) => fixed + (million * requests) / 1e6 + Math.floor(requests / step) * perStep,
        })) as [Parameters<typeof breakEvens>[0], Parameters<typeof breakEvens>[0]];
        for (const { at, above } of breakEvens(a, b)) {
          const [winner, loser] = above === a.name ? [a, b] : [b, a];
          expect(Number.isInteger(at)).toBe(true);
          expect(winner.usdAt(at)).toBeLessThan(loser.usdAt(at));
          expect(loser.usdAt(at - 1) - winner.usdAt(at - 1)).toBeLessThanOrEqual(1e-9 * loser.usdAt(at));
        }
      }),
      { numRuns: 100 },
    );
  });

  it("are none where one is always cheaper", () => {
    const flat = (name: string, usd: number) => ({ name, usdAt: () => usd });
    expect(breakEvens(flat("a", 1), flat("b", 2))).toEqual([]);
    expect(breakEvens(flat("a", 1), flat("b", 1))).toEqual([]);
  });
});

describe("changes", () => {
  it("are the nearest values at which another target wins", () => {
    const given = requirements({ team: 5 });
    const changes = changesOf(targets, given, {});
    expect(changes.map(({ input, direction, winner }) => [input, direction, winner])).toContainEqual([
      "requestsPerMonth",
      "up",
      "stepped",
    ]);
    for (const { input, direction, value, winner } of changes) {
      const best = (at: number) => advise(targets, { ...given, [input]: at }).options[0]?.target.name;
      const step = input === "requestsPerMonth" ? 1 : input === "durationMs" ? 0.001 : 0.01;
      expect(best(value)).toBe(winner);
      expect(best(value + (direction === "up" ? -step : step))).not.toBe(winner);
    }
  });

  it("are none where every target is rejected", () => {
    expect(analyze(targets, requirements({ gpu: true }))).toMatchObject({ options: [], changes: [], breakEvens: [] });
  });
});

it("puts any target that it is given into the results", () => {
  const another = { ...metered, name: "another" };
  const { options, breakEvens: points } = analyze([...targets, another], requirements());
  expect(options.map(names)).toContain("another");
  expect(points.map(({ below }) => below)).toContain("another");
});

it.each<[unknown, string]>([
  [{ cost: 2 }, "cost is 2, but it must be a number from 0 to 1."],
  [{ price: 1 }, "The weights must be an object with some of cost, people, risk, indifferentUsd, and nothing else."],
  [[], "The weights must be an object with some of cost, people, risk, indifferentUsd, and nothing else."],
  [{ cost: 0, people: 0, risk: 0 }, "cost, people and risk are all 0, but at least one of them must be above 0."],
])("refuses the weights %j", (raw, sentence) => {
  expect(() => parseWeights(raw)).toThrow(new WeightsError(sentence));
});
