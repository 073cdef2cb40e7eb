// docs/costs/by-hand.md against the targets' own `cost`.
import { readFileSync } from "node:fs";
import { type Analysis, estimate, parseRequirements } from "@modelport/advising";
import { ecs, gke, lambda } from "@modelport/stacks/registry";
import { expect, it } from "vitest";

const page = readFileSync(new URL("../../../../docs/costs/by-hand.md", import.meta.url), "utf8");
const requirements = parseRequirements({ requestsPerMonth: 50e6, durationMs: 20, memoryMiB: 1024, peakFactor: 2 });

type Line = Analysis["options"][number]["estimate"]["lines"][number];

it.each([
  ["lambda", lambda],
  ["ecs", ecs],
  ["gke", gke],
] as const)("every line of %s is on the page, computed by hand", (name, target) => {
  const { lines, usdPerMonth } = estimate(target, requirements, {});
  const rows = rowsOf(name);
  expect(rows.slice(0, -1).map(shownAs)).toEqual(lines.filter((line) => line.usdPerMonth > 0).map(shownBy(rows)));
  const total = rows.at(-1)?.usd.replaceAll("*", "") ?? "";
  expect(total).toBe(usdPerMonth.toFixed(2));
  // Each row is rounded to a cent.
  const sum = rows.slice(0, -1).reduce((usd, row) => usd + Number(row.usd), 0);
  expect(Math.abs(sum - Number(total))).toBeLessThan(0.005 * rows.length);
});

interface Row {
  readonly name: string;
  readonly quantity: string;
  readonly price: string;
  readonly usd: string;
}

/** The rows of the last table in the target's section. */
function rowsOf(target: string): readonly Row[] {
  const section = page.split(/^## /m).find((each) => each.startsWith(`${target}\n`)) ?? "";
  const lines = section.split("\n").filter((line) => line.startsWith("| "));
  const head = lines.findIndex((line) => line.startsWith("| line "));
  return lines.slice(head + 2).map((line) => {
    const [, name = "", , quantity = "", price = "", usd = ""] = line.split("|").map((cell) => cell.trim());
    return { name, quantity, price, usd };
  });
}

const shownAs = ({ name, quantity, price, usd }: Row) => `${name}: ${quantity} x ${price} = ${usd}`;

/** With as many decimals of the quantity as the page has. */
function shownBy(rows: readonly Row[]) {
  return ({ name, quantity, unitPrice, usdPerMonth }: Line) => {
    const decimals = rows.find((row) => row.name === name)?.quantity.split(".")[1]?.length ?? 0;
    return `${name}: ${quantity.toFixed(decimals)} x ${plain(unitPrice)} = ${usdPerMonth.toFixed(2)}`;
  };
}

/** Without an exponent. */
const plain = (value: number) => value.toLocaleString("en-US", { maximumFractionDigits: 12, useGrouping: false });
