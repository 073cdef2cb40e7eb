import { expect, it } from "vitest";
import { BackOff } from "./back-off.ts";

it("replaces at once, then waits twice as long each time up to half a minute, and forgets after a good minute", () => {
  const backOff = new BackOff();
  const early = Array.from({ length: 8 }, () => backOff.next(500));
  expect(early).toEqual([0, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
  expect([backOff.next(60_000), backOff.next(500)]).toEqual([0, 1000]);
});
