import { expect, it } from "vitest";
import { verdicts } from "./floors.ts";
import { runWith } from "./run.testing.ts";

it("compares the median of each run's rounds", () => {
  expect(verdicts([runWith(0.61), runWith(0.75)])).toEqual([
    {
      name: "throughput with everything on, relative to bare Hono, 64 connections",
      bound: "at least 0.6",
      values: [expect.closeTo(0.61), expect.closeTo(0.75)],
      holds: true,
    },
    {
      name: "cold start of the Lambda zip, relative to `node -e 0`",
      bound: "at most 4",
      values: [expect.closeTo(3.3), expect.closeTo(3.3)],
      holds: true,
    },
    { name: "resident memory after the requests, MB", bound: "at most 160", values: [140, 140], holds: true },
  ]);
});

it("holds only if every run holds, and never without a measurement", () => {
  const { residentMb, coldStartMs } = runWith(1);
  const heavy = runWith(0.59, { residentMb: { ...residentMb, afterRequests: 160.1 } });
  expect(verdicts([runWith(0.61), heavy]).map((one) => one.holds)).toEqual([false, true, false]);
  const slow = runWith(1, { coldStartMs: { ...coldStartMs, zip: [121, 121, 90] } });
  expect(verdicts([slow]).map((one) => one.holds)).toEqual([true, false, true]);
  const broken = runWith(Number.NaN, { residentMb: { ...residentMb, afterRequests: Number.NaN } });
  expect(verdicts([broken]).map((one) => one.holds)).toEqual([false, true, false]);
});
