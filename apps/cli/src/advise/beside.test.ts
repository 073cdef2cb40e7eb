// What is beside the advice: platforms that modelport does not deploy, Spot, commitments, dates and people's hours.
import * as others from "@modelport/alternatives";
import {
  type AdviceOptions,
  analysisMarkdown,
  analyze,
  estimate,
  LANGUAGES,
  parseRequirements,
  type RawRequirements,
} from "@modelport/advising";
import * as registry from "@modelport/stacks/registry";
import { SettingsError, SWITCH_NAMES, type Target } from "@modelport/target-kit";
import fc from "fast-check";
import { expect, it } from "vitest";
import { analysisJson } from "./json.ts";

const targets: readonly Target[] = Object.values(registry);
const alternatives: readonly Target[] = Object.values(others);
const clouds = targets.filter(({ switches }) => Object.keys(switches).length > 0);

const given: RawRequirements = { requestsPerMonth: 20e6, durationMs: 200, memoryMiB: 1024, team: 2 };
const analysisOf = (fields: RawRequirements = {}, options: AdviceOptions = {}) =>
  analyze(targets, parseRequirements({ ...given, ...fields }), options, alternatives);

it("never recommends, ranks or rejects a platform that it does not deploy", () => {
  const { options, rejected, alternatives: compared } = analysisOf();
  const names = [...options, ...rejected].map(({ target }) => target.name);
  expect(names.toSorted()).toEqual(Object.keys(registry).toSorted());
  expect(compared.map(({ target }) => target)).toEqual(alternatives);
  expect(alternatives.filter(({ name }) => Object.keys(registry).includes(name))).toEqual([]);
});

it("says what another platform costs more, and when one would be cheaper", () => {
  const { options, alternatives: compared } = analysisOf({ requestsPerMonth: 1e9 });
  const best = options[0]?.estimate.usdPerMonth ?? 0;
  for (const { estimate: own, comparison } of compared) {
    if (own === undefined || comparison.kind === "unknown") continue;
    const by = best - own.usdPerMonth;
    if (comparison.kind === "undecided") expect(comparison.by).toBeGreaterThanOrEqual(Math.abs(by));
    else
      expect(comparison).toEqual({
        kind: by > 0 ? "cheaper" : "costlier",
        than: options[0]?.target.name,
        by: Math.abs(by),
      });
  }
  expect(compared.map(({ comparison }) => comparison.kind)).toContain("costlier");
});

it("names the machine that would be cheaper than the target for steady traffic of a model of its own", () => {
  const analysis = analysisOf({
    requestsPerMonth: 500e6,
    durationMs: 2,
    peakFactor: 1,
    multiCloud: true,
    networkControl: true,
  });
  expect(analysisMarkdown(analysis, LANGUAGES.en)).toMatch(
    /\nOne virtual machine on .+ would be cheaper, [\d.]+ USD a month; modelport does not deploy it\.\n/,
  );
});

it("knows only one platform for a GPU, and holds it to the budget", () => {
  const kinds = (fields: RawRequirements) =>
    analysisOf({ gpu: true, ...fields }).alternatives.map(({ target, comparison }) => [target.name, comparison.kind]);
  expect(kinds({}).filter(([, kind]) => kind !== "rejected")).toEqual([["cloudrun-l4", "only"]]);
  expect(kinds({ budgetUsd: 100 })).toContainEqual(["cloudrun-l4", "overBudget"]);
});

it("marks them in JSON", () => {
  const report = JSON.parse(analysisJson(analysisOf())) as { readonly alternatives: readonly object[] };
  expect(report.alternatives).toHaveLength(alternatives.length);
  for (const each of report.alternatives) expect(each).toMatchObject({ isDeployable: false });
});

it("says of every option and switch what it saves, or why it changes nothing", () => {
  const { options, switches } = analysisOf({}, { spot: true, commitment: true });
  expect(switches).toHaveLength(options.length * SWITCH_NAMES.length);
  const saved = (name: string, target: string) => switches.find((each) => each.name === name && each.target === target);
  expect(saved("spot", "ecs")?.savedUsd).toBeGreaterThan(0);
  for (const name of ["lambda", "cloudrun", "ecs", "eks", "gke"]) {
    expect(saved("commitment", name)?.savedUsd).toBeGreaterThan(0);
    expect(saved("commitment", name)?.note).toMatch(/^A .+\.?$/);
  }
  expect(saved("spot", "lambda")).toMatchObject({ savedUsd: 0, note: "Lambda has no spare capacity to buy." });
  expect(analysisMarkdown(analysisOf({}, { spot: true }), LANGUAGES.en)).toContain(
    "- --spot, kubernetes: nothing. It has none.",
  );
  expect(analysisOf().switches).toEqual([]);
});

const workloads = fc.record({
  requestsPerMonth: fc.integer({ min: 0, max: 1e10 }),
  durationMs: fc.double({ min: 0.1, max: 1000, noNaN: true }),
  memoryMiB: fc.integer({ min: 64, max: 8000 }),
  peakFactor: fc.double({ min: 1, max: 50, noNaN: true }),
  public: fc.boolean(),
  region: fc.constantFrom("us", "eu"),
});
const switched = fc.record({ spot: fc.boolean(), commitment: fc.boolean() });
const platform = fc.constantFrom(...targets, ...alternatives);

/** `undefined` if the platform cannot hold the sizes. */
function estimated(target: Target, fields: RawRequirements, options: AdviceOptions) {
  try {
    return estimate(target, parseRequirements(fields), options);
  } catch (error) {
    if (error instanceof SettingsError) return undefined;
    throw error;
  }
}

it("no switch raises the cost of a platform or an end of its interval", () => {
  fc.assert(
    fc.property(platform, workloads, switched, fc.boolean(), (target, fields, on, freeTier) => {
      const without = estimated(target, fields, { freeTier });
      const by = estimated(target, fields, { freeTier, ...on });
      if (without === undefined || by === undefined) return;
      for (const end of ["lowUsd", "usdPerMonth", "highUsd"] as const) {
        expect(by[end]).toBeLessThanOrEqual(without[end] * (1 + 1e-9));
        expect(by[end]).toBeGreaterThanOrEqual(0);
      }
    }),
    { seed: 42, numRuns: 300 },
  );
});

it("no platform costs less as requests grow, whatever the switches are", () => {
  fc.assert(
    fc.property(platform, workloads, fc.integer({ min: 0, max: 1e10 }), switched, (target, fields, further, on) => {
      const requestsPerMonth = fields.requestsPerMonth + further;
      const less = estimated(target, fields, on)?.usdPerMonth ?? 0;
      const more = estimated(target, { ...fields, requestsPerMonth }, on)?.usdPerMonth ?? less;
      expect(more).toBeGreaterThanOrEqual(less * (1 - 1e-9));
    }),
    { seed: 42, numRuns: 300 },
  );
});

it("does not change the course's figures", () => {
  const book = (options: AdviceOptions) =>
    clouds.map((target) => estimate(target, parseRequirements(given), { priceBook: "course", ...options }).usdPerMonth);
  const withBook = clouds.map(({ priceBooks }) => priceBooks.includes("course"));
  const by = book({ spot: true, commitment: true });
  expect(by.filter((_, index) => withBook[index])).toEqual(book({}).filter((_, index) => withBook[index]));
});

it("has prices for the United States and for Europe of every cloud", () => {
  for (const { name, pricesByRegion } of clouds) {
    for (const beginning of ["us-", "eu"]) {
      const regions = Object.keys(pricesByRegion).filter((region) => region.startsWith(beginning));
      expect(regions, `${name}, ${beginning}`).not.toEqual([]);
    }
  }
});

it("pays for extended support from the day on which the version's standard support ends", () => {
  const settings = { eks: { kubernetesVersion: "1.35", extendedSupport: true } };
  const usd = (on?: string) =>
    estimate(registry.eks, parseRequirements(given), { settings, ...(on !== undefined && { on }) }).usdPerMonth;
  expect(usd("2027-03-26")).toBe(usd());
  expect(usd("2027-03-27") - usd("2027-03-26")).toBeCloseTo(730 * 0.5, 9);
});

it("shows people's hours beside costs and scores, and only with a rate", () => {
  const [without, by] = [analysisOf(), analysisOf({}, { hourlyRateUsd: 60 })];
  expect(without.hours).toEqual([]);
  expect(by.options).toEqual(without.options);
  expect(by.hours).toContainEqual({ target: "ec2-vm", hoursPerMonth: 8, usdPerMonth: 480 });
  expect(by.hours).toContainEqual({ target: "eks", hoursPerMonth: 20, usdPerMonth: 1200 });
  expect(analysisMarkdown(by, LANGUAGES.es)).toContain("- eks: 20 horas al mes, 1200,00 USD.");
});
