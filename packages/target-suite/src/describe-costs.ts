// What a target's estimate says for named scenarios, as a golden table that people review, and by hand.
import path from "node:path";
import {
  type CostLine,
  type CostOptions,
  isTotalKnown,
  type RawSettings,
  type Target,
  totalUsdPerMonth,
  type Workload,
} from "@modelport/target-kit";
import { format, resolveConfig } from "prettier";
import { describe, expect, test } from "vitest";
import type { TargetSuite } from "./check.ts";

export interface CostScenario extends CostOptions {
  readonly workload: Workload;
  readonly settings?: RawSettings;
}

export interface CostSuite {
  /** By title; together they should take every branch of cost.ts. */
  readonly scenarios: Readonly<Record<string, CostScenario>>;
  /** By the title of a scenario: USD for each line, calculated from the vendor's own units. */
  readonly byHand: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/** Declares the golden table tests/costs.golden.md (`npx vitest run -u` accepts a change) and the calculations by hand as tests. */
export function describeCosts(target: Target, { folder }: TargetSuite, { scenarios, byHand }: CostSuite): void {
  const linesOf = ({ workload, settings = {}, ...options }: CostScenario) => target.cost(workload, settings, options);

  describe(`the costs of ${target.name}`, () => {
    test("are those of costs.golden.md", async () => {
      const totals = Object.entries(scenarios).map(([title, scenario]) => [title, total(linesOf(scenario))]);
      const parts = Object.entries(scenarios).map(
        ([title, scenario]) =>
          `## ${title}\n\n${table(
            ["line", "quantity", "unit", "USD for one", "USD a month"],
            linesOf(scenario).map((line) => [
              line.name,
              number(line.quantity),
              line.unit,
              line.isUnknown ? UNKNOWN : number(line.unitPrice),
              line.isUnknown ? UNKNOWN : usd(line.usdPerMonth),
            ]),
          )}`,
      );
      const text = [`# What ${target.name} costs a month`, INTRODUCTION, table(["a month", "USD"], totals), ...parts];
      const file = path.join(folder, "tests", "costs.golden.md");
      const options = { ...(await resolveConfig(file)), parser: "markdown" };
      await expect(await format(text.join("\n\n"), options)).toMatchFileSnapshot(file);
    });

    test.each(Object.entries(byHand))("%s, by hand", (title, expected) => {
      const scenario = scenarios[title] ?? expect.fail(`there is no scenario ${title}`);
      const lines = Object.fromEntries(linesOf(scenario).map(({ name, usdPerMonth }) => [name, usdPerMonth]));
      expect(lines).toEqual(
        Object.fromEntries(Object.entries(expected).map(([name, amount]) => [name, expect.closeTo(amount, 8)])),
      );
    });
  });
}

const INTRODUCTION =
  "Generated from `cost.ts` and `prices.ts` by the target's tests: review a change, then accept it with `npx vitest run -u`. " +
  "List prices, not measured.";

const UNKNOWN = "unknown";

const total = (lines: readonly CostLine[]) => (isTotalKnown(lines) ? usd(totalUsdPerMonth(lines)) : UNKNOWN);

const usd = (amount: number) => amount.toFixed(2);

const number = (value: number) => value.toLocaleString("en-US", { maximumSignificantDigits: 6 });

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map((_, index) => (index === 0 ? "---" : "---:")), ...rows]
    .map((cells) => `| ${cells.join(" | ")} |`)
    .join("\n");
}
