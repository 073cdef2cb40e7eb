import { expect, test } from "vitest";
import { type CostLine, fixedLine, type Price, usageLine } from "./cost.ts";
import { committed, priceList } from "./price-list.ts";
import { committedLines, replacedPrices } from "./switches.ts";
import type { Workload } from "./workload.ts";

const { price } = priceList({ region: "us-test-1", readOn: "2026-12-01" });
const listed = price({ name: "Hours", unit: "hour", usd: 1, grade: "catalog", source: "a list" });
const discount = { share: 0.8, grade: "secondary", source: "a plan", readOn: "2026-12-02" } as const;

const workload = (peakFactor: number, requestsPerMonth = 1e6): Workload => ({
  requestsPerMonth,
  durationMs: 2,
  memoryMiB: 512,
  requestBytes: 300,
  responseBytes: 150,
  peakFactor,
});

test("a price under a commitment is known as well as the worse known of the two", () => {
  expect(committed(listed, discount)).toEqual({
    ...listed,
    name: "Hours, committed",
    usd: 0.8,
    grade: "secondary",
    source: "80 % of the price without it: a plan",
    readOn: "2026-12-02",
  });
  expect(committed({ ...listed, grade: "unverified" }, discount).grade).toBe("unverified");
});

test.each<[what: string, instead: Partial<Price>, usd: number]>([
  ["takes the list price's place, with its name", { usd: 0.8 }, 0.8],
  ["is not used if it is unknown", { usd: 0, isUnknown: true }, 1],
  ["is not used if it costs more", { usd: 1.2 }, 1],
])("another price %s", (_what, instead, usd) => {
  const book = { listed, other: { ...listed, name: "Other", ...instead } };
  expect(replacedPrices(book, { listed: "other" }).listed).toMatchObject({ name: "Hours", usd });
});

const linesAt = (usd: number): readonly CostLine[] => [
  fixedLine({ ...listed, usd }, 10),
  usageLine({ ...listed, name: "More", usd }, 24),
  usageLine({ ...listed, name: "None", usd }, 0),
  usageLine({ ...listed, name: "Requests" }, 5),
];
const linesWith = (each: Workload) =>
  committedLines(linesAt(1), linesAt(0.8), each).map(({ name, quantity, usdPerMonth }) => [
    name,
    quantity,
    usdPerMonth,
  ]);

test("a commitment covers what is due without traffic, and what the quietest hour uses of the rest", () => {
  const close = (value: number) => expect.closeTo(value, 12) as unknown;
  expect(linesWith(workload(1))).toEqual([
    ["Hours, committed", 10, 8],
    ["More, committed", close(24), close(19.2)],
    ["None", 0, 0],
    ["Requests", 5, 5],
  ]);
  // A busiest hour of 12.5 times the mean leaves (24 - 12.5) / 23, a half of the mean, to each other hour.
  expect(linesWith(workload(12.5))).toEqual([
    ["Hours, committed", 10, 8],
    ["More, committed", close(12), close(9.6)],
    ["More", close(12), close(12)],
    ["None", 0, 0],
    ["Requests", 5, 5],
  ]);
  // All of it in one hour of the day.
  expect(linesWith(workload(24)).map(([name]) => name)).toEqual(["Hours, committed", "More", "None", "Requests"]);
});

test("a line whose price is unknown stays", () => {
  const unknown = [{ ...fixedLine({ ...listed, usd: 0 }, 10), isUnknown: true }] as const;
  expect(committedLines(unknown, unknown, workload(1, 0))).toEqual(unknown);
});
