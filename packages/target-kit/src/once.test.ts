import { expect, test, vi } from "vitest";
import { oncePerObject, oncePerValue } from "./once.ts";

test("computes once for an object, undefined included", () => {
  const compute = vi.fn<(key: object) => undefined>();
  const once = oncePerObject(compute);
  const [one, other] = [{}, {}];
  for (const key of [one, one, other]) once(key);
  expect(compute.mock.calls).toEqual([[one], [other]]);
});

test("computes once for a value, and forgets all when there are too many", () => {
  const compute = vi.fn<(key: string) => number>((key) => key.length);
  const once = oncePerValue(compute, 2);
  expect(["a", "bb", "a", "ccc", "a"].map(once)).toEqual([1, 2, 1, 3, 1]);
  expect(compute.mock.calls.flat()).toEqual(["a", "bb", "ccc", "a"]);
});

test("keeps nothing of an input that is refused", () => {
  const once = oncePerValue((key: string) => {
    throw new Error(key);
  });
  expect(() => once("no")).toThrow("no");
  expect(() => once("no")).toThrow("no");
});
