// Module 12 of the course, section 12.5, by the targets' own `cost` and the course's price book; docs/course-figures.md explains it.
import { readFileSync } from "node:fs";
import {
  type AdviceOptions,
  analyze,
  breakEvenLines,
  estimate,
  LANGUAGES,
  parseRequirements,
} from "@modelport/advising";
import { PRESETS } from "@modelport/advising/presets";
import { ecs, eks, lambda } from "@modelport/stacks/registry";
import type { Target } from "@modelport/target-kit";
import fc from "fast-check";
import { expect, it } from "vitest";
import * as registry from "@modelport/stacks/registry";

const page = readFileSync(new URL("../../../../docs/course-figures.md", import.meta.url), "utf8");
const million = parseRequirements(PRESETS.course.fields);
const hundred = parseRequirements(PRESETS["course-100m"].fields);
/** The course's instances, which do no more than run: its figures do not follow from a load. */
const none = parseRequirements({ ...PRESETS.course.fields, requestsPerMonth: 0 });
const usd = (target: Target, requirements: typeof million, options: AdviceOptions) =>
  estimate(target, requirements, options).usdPerMonth.toFixed(2);

const threeNodes = { nodeType: "t3.small", nodes: 3 };
const course = (target: Target, requirements: typeof million, settings: Readonly<Record<string, unknown>> = {}) =>
  usd(target, requirements, { priceBook: "course", settings: { [target.name]: settings } });

it.each([
  ["Lambda, 1M", course(lambda, million), "3.52"],
  ["Fargate, 1M: one task", course(ecs, none, { minTasks: 1 }), "17.52"],
  ["EKS, 1M: three t3.small", course(eks, none, threeNodes), "117.00"],
  ["Lambda, 100M", course(lambda, hundred), "352.00"],
  ["Fargate, 100M: five tasks", course(ecs, none, { minTasks: 5 }), "87.60"],
])("%s", (row, found, stated) => {
  expect(found).toBe(stated);
  expect(page).toContain(`| ${row} `);
  expect(page.split("\n").find((line) => line.startsWith(`| ${row} `))).toContain(` ${stated} `);
});

it.each([
  ["Lambda, 1M", lambda, million],
  ["Fargate, 1M", ecs, million],
  ["EKS, 1M", eks, million],
  ["Lambda, 100M", lambda, hundred],
  ["Fargate, 100M", ecs, hundred],
  ["EKS, 100M", eks, hundred],
])("%s by list prices is on the page", (row, target, requirements) => {
  const line = page.split("\n").find((each) => each.startsWith(`| ${row} by list prices `));
  expect(line).toContain(` ${usd(target, requirements, {})} `);
});

it("the break-evens of the packaged server are on the page", () => {
  const lines = breakEvenLines(analyze([lambda, ecs, eks], parseRequirements(PRESETS.artifact.fields)), LANGUAGES.en);
  expect(lines.length).toBeGreaterThan(0);
  for (const line of lines) expect(page).toContain(`\n- ${line}\n`);
});

it.each(["mvp", "initial-production", "enterprise"] as const)("the target for the phase %s is on the page", (phase) => {
  const [best] = analyze(Object.values(registry), parseRequirements(PRESETS[phase].fields)).options;
  expect(page).toContain(`| \`--preset ${phase}\`: \`${best?.target.name}\``);
});

it("no target costs less, nothing or no number as requests grow", () => {
  const targets = Object.values(registry);
  const requests = fc.integer({ min: 0, max: 1e10 });
  const given = fc.record({
    durationMs: fc.double({ min: 0.1, max: 1000, noNaN: true }),
    memoryMiB: fc.integer({ min: 64, max: 8000 }),
    peakFactor: fc.double({ min: 1, max: 50, noNaN: true }),
  });
  fc.assert(
    fc.property(fc.constantFrom(...targets), given, requests, requests, (target, fields, one, other) => {
      const at = (requestsPerMonth: number) => estimate(target, parseRequirements({ ...fields, requestsPerMonth }), {});
      const [less, more] = [at(Math.min(one, other)), at(Math.max(one, other))];
      for (const { lowUsd, usdPerMonth, highUsd } of [less, more]) {
        expect(lowUsd).toBeGreaterThanOrEqual(0);
        expect(usdPerMonth).toBeGreaterThanOrEqual(lowUsd * (1 - 1e-9));
        expect(highUsd).toBeGreaterThanOrEqual(usdPerMonth * (1 - 1e-9));
      }
      expect(more.usdPerMonth).toBeGreaterThanOrEqual(less.usdPerMonth * (1 - 1e-9));
    }),
    { numRuns: 150 },
  );
});
