import { expect, it } from "vitest";
import { memoryForWorkers, memoryOfWorker } from "./workers.ts";

const MIB = 2 ** 20;

it.each([
  [1, 128],
  [2, 288],
  [8, 1056],
  [64, 8224],
])("%i workers need %i MiB, of which each has at least 128", (workers, memoryMiB) => {
  expect(memoryForWorkers(workers)).toBe(memoryMiB);
  expect(memoryOfWorker(memoryMiB * MIB, workers)).toBe(128 * MIB);
});

it("one worker has all of the memory, and none has less than nothing", () => {
  expect(memoryOfWorker(1000, 1)).toBe(1000);
  expect(memoryOfWorker(16 * MIB, 2)).toBe(0);
});
