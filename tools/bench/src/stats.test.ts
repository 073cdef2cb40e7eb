import { expect, it } from "vitest";
import { ratios, spreadOf } from "./stats.ts";

it("gives the middle, the least and the largest", () => {
  expect(spreadOf([5, 1, 3])).toEqual({ median: 3, least: 1, most: 5 });
  expect(() => spreadOf([])).toThrow("no values to spread");
});

it("divides round by round", () => {
  expect(ratios([10, 30, 20], [10, 10, 40])).toEqual([1, 3, 0.5]);
});
