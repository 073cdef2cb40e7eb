import { expect, it } from "vitest";
import { ratioOf, spreadOf } from "./stats.ts";

it("gives the middle, the least and the largest", () => {
  expect(spreadOf([5, 1, 3])).toEqual({ median: 3, least: 1, most: 5 });
  expect(() => spreadOf([])).toThrow("no values to spread");
});

it("divides round by round", () => {
  expect(ratioOf([10, 30, 20], [10, 10, 40])).toEqual({ median: 1, least: 0.5, most: 3 });
});
