import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { threadsFromCgroup } from "./threads.ts";

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "modelport-cgroup-"));
});
afterEach(() => rm(root, { recursive: true, force: true }));

it.each([
  ["max 100000", 8],
  ["50000 100000", 1],
  ["250000 100000", 2],
  ["1600000 100000", 8],
])("cgroup v2 with cpu.max %j gives %i of at most 8", async (cpuMax, threads) => {
  await writeFile(join(root, "cpu.max"), `${cpuMax}\n`);
  expect(await threadsFromCgroup(8, root)).toBe(threads);
});

it("reads the quota of cgroup v1", async () => {
  await mkdir(join(root, "cpu"));
  await writeFile(join(root, "cpu/cpu.cfs_quota_us"), "300000\n");
  await writeFile(join(root, "cpu/cpu.cfs_period_us"), "100000\n");
  expect(await threadsFromCgroup(8, root)).toBe(3);
  await writeFile(join(root, "cpu/cpu.cfs_quota_us"), "-1\n");
  expect(await threadsFromCgroup(8, root)).toBe(8);
});

it("stays at what is allowed where there is no cgroup", async () => {
  expect(await threadsFromCgroup(1, join(root, "none"))).toBe(1);
});
