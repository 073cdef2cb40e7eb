import { expect, test } from "vitest";
import { budgetWarnings, estimateSettingsOf, regionOf } from "./budget.ts";
import { SettingsError } from "./settings.ts";
import type { Target } from "./target.ts";

const line = (name: string, usdPerMonth: number, isUnknown = false) => ({
  name,
  usdPerMonth,
  ...(isUnknown && { isUnknown: true as const }),
  quantity: 1,
});

/** Costs a thousandth of a dollar a request in one region, and two in another. */
const target = {
  provider: { name: "Example", regionKey: "example:region" },
  pricesByRegion: { here: {}, there: {} },
  cost: ({ requestsPerMonth }: { requestsPerMonth: number }, { size = "1" }: { size?: string }, options: object) => {
    const each = "region" in options && options.region === "there" ? 0.002 : 0.001;
    return [
      line("Disk", 1),
      line("Requests", requestsPerMonth * each * Number(size)),
      ...(size === "9" ? [line("Unknown", 0, true)] : []),
    ];
  },
} as unknown as Target;

const warnings = (configuration: Readonly<Record<string, string>>) =>
  budgetWarnings({ target, stack: "example-dev", configuration });

const budget = { "modelport:budgetUsd": "100", "modelport:requestsPerMonth": "200000" };

test("without a budget, and below it, nothing is said", () => {
  expect(warnings({})).toEqual([]);
  expect(warnings({ ...budget, "modelport:budgetUsd": "201" })).toEqual([]);
});

test("above it the sentence has the numbers, and what to change", () => {
  expect(warnings(budget)).toEqual([
    "The estimate of example-dev is 201.00 USD a month for 200,000 requests of 0.139 ms, 101.00 above modelport:budgetUsd, 100. " +
      "It is mostly Requests (200.00) and Disk (1.00). `npx modelport cost --stack example-dev` shows every line: change the settings behind them, " +
      "correct the traffic with `npx pulumi config set modelport:requestsPerMonth 200000 --stack example-dev`, " +
      "or raise the budget with `npx pulumi config set modelport:budgetUsd 201 --stack example-dev`.",
  ]);
});

test.each([
  [{ "example:region": "there" }, "is 401.00 USD a month for 200,000 requests of 0.139 ms, 301.00 above"],
  [
    { "example:region": "elsewhere" },
    "is 201.00 USD a month for 200,000 requests of 0.139 ms (with prices of here: there are none of elsewhere), 101.00 above",
  ],
  [{ "modelport:size": "9" }, "is at least 1801.00 USD a month"],
])("with %j it says %s", (configuration, said) => {
  expect(warnings({ ...budget, ...configuration })[0]).toContain(said);
});

test.each([
  ["budgetUsd", "cheap", 'modelport:budgetUsd is "cheap", but it takes a number from 0 to 1000000000'],
  ["requestsPerMonth", "-1", 'modelport:requestsPerMonth is "-1", but it takes a whole number from 0 to 100000000000'],
  ["durationMs", "0", 'modelport:durationMs is "0", but it takes a number of milliseconds from 0.001 to 900000'],
])("%s %j is refused in one sentence", (key, value, said) => {
  expect(() => estimateSettingsOf({ [`modelport:${key}`]: value }, "example-dev")).toThrow(SettingsError);
  expect(() => estimateSettingsOf({ [`modelport:${key}`]: value }, "example-dev")).toThrow(said);
});

test("a target without a provider has no region", () => {
  expect(regionOf({}, { "aws:region": "eu-west-1" })).toBeUndefined();
});
