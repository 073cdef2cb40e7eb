// In processes of their own: V8's flags and its heap are the whole process's.
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";

const run = promisify(execFile);
const MODULE = JSON.stringify(join(import.meta.dirname, "../src/memory/heap.ts"));

/** Keeps what it allocates for a hundred turns of the event loop, which makes V8 enlarge its young generation; prints the most MiB of it. */
const LOAD = `
import { getHeapSpaceStatistics } from "node:v8";
const kept = [];
let most = 0;
for (let turn = 0; turn < 2000; turn++) {
  for (let i = 0; i < 1000; i++) kept[(turn * 1000 + i) % 100_000] = { i, other: [i] };
  if (turn % 20 === 0) most = Math.max(most, getHeapSpaceStatistics().find((space) => space.space_name === "new_space").space_size);
  await new Promise((resolve) => setImmediate(resolve));
}
// Not console.log, which colors a number where FORCE_COLOR is set.
process.stdout.write(String(most / 2 ** 20));`;

async function mostMiB(prelude: string): Promise<number> {
  const { stdout } = await run(process.execPath, ["--input-type=module", "-e", prelude + LOAD]);
  return Number(stdout);
}

it("keeps the young generation at the size that it is given, and not below", async () => {
  for (const halfMiB of [4, 8]) {
    const most = await mostMiB(`import { limitYoungGeneration } from ${MODULE}; limitYoungGeneration(${halfMiB});`);
    expect(most).toBeGreaterThanOrEqual(2 * halfMiB);
    // V8 may hold a page more for a moment; the next size would be four times the half.
    expect(most).toBeLessThan(3 * halfMiB);
  }
  expect(await mostMiB("")).toBeGreaterThan(16);
}, 60_000);

/** Fills the old generation with what is soon garbage, five times; prints how many MiB the process then has for the heap it uses. */
const BURSTS = `
for (let burst = 0; burst < 5; burst++) {
  let kept = [];
  for (let i = 0; i < 300_000; i++) {
    kept.push({ i, other: [i] });
    if (i % 10_000 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  kept = undefined;
}
const { rss, heapUsed } = process.memoryUsage();
process.stdout.write(String((rss - heapUsed) / 2 ** 20));`;

it("gives pages back that V8 would keep", async () => {
  const overhead = async (prelude: string) => {
    const { stdout } = await run(process.execPath, ["--input-type=module", "-e", prelude + BURSTS]);
    return Number(stdout);
  };
  const small = await overhead(`import { favorSmallHeap } from ${MODULE}; favorSmallHeap();`);
  expect(small).toBeLessThan((await overhead("")) - 4);
}, 60_000);
