// Writes docs/reference/advisor.md and docs/charts with `npx vitest run -u`; a difference fails.
import { readdir } from "node:fs/promises";
import path from "node:path";
import { format, resolveConfig } from "prettier";
import { expect, test } from "vitest";
import { chartFile, chartOf, CHARTS } from "./reference/advisor-charts.ts";
import { advisorPage } from "./reference/advisor-page.ts";
import * as registry from "./registry.ts";

const docs = path.resolve(import.meta.dirname, "../docs");
const page = path.join(docs, "reference/advisor.md");
const targets = Object.values(registry).toSorted((a, b) => (a.name < b.name ? -1 : 1));

test("docs/reference/advisor.md has what the advisor knows of every target", async () => {
  const text = await format(advisorPage(targets), { ...(await resolveConfig(page)), parser: "markdown" });
  await expect(text).toMatchFileSnapshot(page);
});

test.each(CHARTS.map((chart) => [chartFile(chart), chart] as const))(
  "docs/charts/%s is up to date",
  async (file, chart) => {
    const svg = chartOf(chart, targets);
    expect(svg.length).toBeLessThan(40_000);
    await expect(svg).toMatchFileSnapshot(path.join(docs, "charts", file));
  },
);

test("no chart is left that nothing draws", async () => {
  for (const file of await readdir(path.join(docs, "charts"))) expect(CHARTS.map(chartFile)).toContain(file);
});

test("a new target is in the matrix, the totals, the prices and the charts without another edit", () => {
  const fixture = { ...registry.ecs, name: "fixture", facts: { ...registry.ecs.facts, title: "Fixture" } };
  const text = advisorPage([registry.lambda, fixture]);
  expect(text).toContain("| [fixture](targets/fixture.md) |");
  expect(text).toContain("\n| fixture | us-east-1 | ");
  expect(text).toMatch(/^\| where it can run \| residency \| \d+ regions in \d+ countries \(\d+\) \|/m);
  expect(text).toContain("\n### [fixture](targets/fixture.md#prices)\n");
  for (const chart of CHARTS) expect(chartOf(chart, [registry.lambda, fixture])).toContain(">fixture</text>");
});
