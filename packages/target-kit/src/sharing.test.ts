import { expect, test } from "vitest";
import type { CostLine } from "./cost.ts";
import { sharesOf, sumOfLines } from "./sharing.ts";

const settings = { memoryMiB: 1024 };
const cluster = { cluster: "existing" };

test.each([
  ["one service is one stack", 1, undefined, [{ settings, stacks: 1, load: 1 }]],
  [
    "without sharing, each has its own",
    3,
    undefined,
    [
      { settings, stacks: 1, load: 1 },
      { settings, stacks: 2, load: 1 },
    ],
  ],
  [
    "further ones join the first",
    3,
    { further: cluster },
    [
      { settings, stacks: 1, load: 1 },
      { settings: { ...settings, ...cluster }, stacks: 2, load: 1 },
    ],
  ],
  [
    "the nodes of the first hold the pods of all",
    3,
    { further: cluster, ofAll: (services: number) => ({ minReplicas: 2 * services }) },
    [
      { settings: { ...settings, minReplicas: 6 }, stacks: 1, load: 3 },
      { settings: { ...settings, ...cluster }, stacks: 2, load: 0 },
    ],
  ],
  [
    "further ones may add nothing",
    2,
    { ofAll: () => ({ minReplicas: 4 }) },
    [{ settings: { ...settings, minReplicas: 4 }, stacks: 1, load: 2 }],
  ],
])("%s", (_title, services, sharing, shares) => {
  expect(sharesOf(settings, services, sharing)).toEqual(shares);
});

test("lines of the same price are summed", () => {
  const line = (name: string, quantity: number): CostLine => ({
    name,
    recurrence: "fixed",
    unit: "hour",
    quantity,
    unitPrice: 2,
    usdPerMonth: 2 * quantity,
    grade: "own",
    readOn: "2026-12-01",
  });
  const sums = sumOfLines([
    { lines: [line("a", 1), line("b", 10)], times: 1 },
    { lines: [line("a", 2)], times: 3 },
  ]);
  expect(sums).toEqual([line("a", 7), line("b", 10)]);
});
