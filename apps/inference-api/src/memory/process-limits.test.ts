import { expect, it } from "vitest";
import { processLimits } from "./process-limits.ts";

const MIB = 2 ** 20;
/** What Node 24 gives its heap in a container of so many MiB. */
const HEAP_MIB: Readonly<Record<number, number>> = { 128: 259, 256: 259, 512: 259, 1024: 560, 4096: 2240 };

it.each([
  [128, 22, 469],
  [256, 86, 1834],
  [512, 113, 4565],
  [1024, 264, 10_026],
  [4096, 1104, 42_794],
])("of %i MiB requests may hold %i MiB, and %i connections may be open", (memoryMiB, requestMiB, connections) => {
  const limits = processLimits(memoryMiB * MIB, (HEAP_MIB[memoryMiB] ?? 0) * MIB, 1_000_000);
  expect([Math.floor(limits.requestBytes / MIB), limits.connections]).toEqual([requestMiB, connections]);
});

it("opens no more connections than the process may open files", () => {
  expect(processLimits(1024 * MIB, 560 * MIB, 1024).connections).toBe(976);
  expect(processLimits(1024 * MIB, 560 * MIB, 100).connections).toBe(52);
});

it("finds out by itself what this process may hold", () => {
  const { requestBytes, connections } = processLimits();
  expect(requestBytes).toBeGreaterThan(16 * MIB);
  expect(connections).toBeGreaterThan(50);
});
