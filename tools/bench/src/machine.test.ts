import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { lackOfThisMachine } from "./machine.ts";

const folder = await mkdtemp(join(tmpdir(), "modelport-bench-test-"));
afterAll(() => rm(folder, { recursive: true, force: true }));

it("names what the machine lacks, one thing after the other", async () => {
  const install = async (program: string) => {
    await writeFile(join(folder, program), "");
    await chmod(join(folder, program), 0o755);
  };
  expect(lackOfThisMachine(folder, 2)).toBe(
    "The benchmark needs wrk, which is not in PATH: install it, on Debian with apt-get install wrk.",
  );
  await install("wrk");
  expect(lackOfThisMachine(folder, 2)).toBe(
    "The benchmark needs taskset, which is not in PATH: install it, on Debian with apt-get install util-linux.",
  );
  await install("taskset");
  expect(lackOfThisMachine(folder, 1)).toBe(
    "The benchmark needs two cores, one for the server and one for the load; this machine has 1.",
  );
  expect(lackOfThisMachine(`/nowhere:${folder}`, 2)).toBeUndefined();
});
