// One stack's cost as a table, as Markdown and as JSON.
import { columns } from "../columns.ts";
import { markdownTable, number, usd } from "./cells.ts";
import type { StackCost } from "./estimate.ts";

const HEAD = ["line", "quantity", "unit", "USD for one", "USD a month", "due", "grade", "read on"];
const TEXTS = [0, 2, 5, 6, 7];

export function costTable(cost: StackCost): readonly string[] {
  return [...introduction(cost), "", ...columns([HEAD, ...rows(cost), totalRow(cost)]), "", ...remarks(cost)];
}

export function costMarkdown(cost: StackCost): readonly string[] {
  const total = totalRow(cost).map((cell) => (cell === "" ? "" : `**${cell}**`));
  const spaced = [...introduction(cost), "", ...markdownTable(HEAD, [...rows(cost), total], TEXTS), ""];
  return [...spaced, ...remarks(cost)];
}

export function costJson({ stack, target, requirements, noPricesOf, budgetUsd, ...cost }: StackCost): object {
  return {
    stack,
    target: target.name,
    region: cost.region,
    noPricesOf: noPricesOf ?? null,
    requirements,
    usdPerMonth: cost.isKnown ? cost.usdPerMonth : null,
    atLeastUsd: cost.usdPerMonth,
    fixedUsd: cost.fixedUsd,
    usageUsd: cost.usdPerMonth - cost.fixedUsd,
    lowUsd: cost.lowUsd,
    highUsd: cost.isKnown ? cost.highUsd : null,
    budgetUsd: budgetUsd ?? null,
    lines: cost.lines,
  };
}

function introduction({ stack, target, requirements, region, noPricesOf }: StackCost): readonly string[] {
  const { requestsPerMonth, durationMs, peakFactor } = requirements;
  const elsewhere = noPricesOf === undefined ? "" : `, because there are none of ${noPricesOf}`;
  return [
    `${stack}, ${target.facts.title}: ${number(requestsPerMonth)} requests a month of ${number(durationMs)} ms, ` +
      `the busiest hour ${number(peakFactor)} times the average; list prices of ${region}${elsewhere}.`,
  ];
}

function rows({ lines }: StackCost): readonly (readonly string[])[] {
  return lines.map(({ name, quantity, unit, unitPrice, usdPerMonth, recurrence, grade, readOn, isUnknown }) => [
    name,
    number(quantity),
    unit,
    isUnknown === true ? "unknown" : number(unitPrice),
    isUnknown === true ? "unknown" : usd(usdPerMonth),
    recurrence === "fixed" ? "always" : "by use",
    isUnknown === true ? "" : grade,
    readOn,
  ]);
}

function totalRow({ usdPerMonth, isKnown }: StackCost): readonly string[] {
  return ["total", "", "", "", isKnown ? usd(usdPerMonth) : `at least ${usd(usdPerMonth)}`, "", "", ""];
}

/** The ids of what is unknown, for the user's own prices. */
function priceFile({ target, region }: StackCost): string {
  const unknown = Object.entries(target.pricesByRegion[region] ?? target.prices).filter(([, price]) => price.isUnknown);
  return JSON.stringify({ [target.name]: Object.fromEntries(unknown.map(([id]) => [id, 0.05])) });
}

function remarks(cost: StackCost): readonly string[] {
  const { usdPerMonth, fixedUsd, lowUsd, highUsd, isKnown, budgetUsd } = cost;
  const parts = `${usd(fixedUsd)} USD are due without a request, ${usd(usdPerMonth - fixedUsd)} by use`;
  const interval = isKnown
    ? `; by the prices' grades, the total is between ${usd(lowUsd)} and ${usd(highUsd)}.`
    : `; a price is unknown: give it with --prices, in a file such as ${priceFile(cost)}.`;
  if (budgetUsd === undefined) return [`${parts}${interval}`];
  const difference = Math.abs(usdPerMonth - budgetUsd);
  const where = usdPerMonth > budgetUsd ? "above" : "below";
  return [`${parts}${interval}`, `That is ${usd(difference)} USD ${where} the budget of ${number(budgetUsd)} USD.`];
}
