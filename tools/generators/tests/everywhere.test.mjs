// A new folder and its line in the registry are all that the commands and the generated pages need to have a target.
import { cp, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { newTarget } from "../src/new-target.mjs";
import { openWholeClone } from "./clone.mjs";

// The commands load every target on a machine that may be busy.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

const FILLED = join(import.meta.dirname, "../throwaway");

let clone;
beforeAll(async () => {
  clone = await openWholeClone();
  await newTarget(clone.root, "throwaway");
  await cp(FILLED, join(clone.root, "stacks/throwaway"), { recursive: true });
});
afterAll(() => clone.remove());

const advise = (...args) => clone.run(".", "node", "apps/cli/bin/modelport.mjs", "advise", ...args);
const usual = ["--requests-per-month", "2e6", "--duration-ms", "100", "--memory-mib", "512"];

it("`modelport advise` costs it, ranks it, finds its break-evens and writes it into the record", async () => {
  const record = join(clone.root, "0001-platform.md");
  const { code, output } = await advise(...usual, "--adr", record);
  expect(code, output).toBe(0);
  // 1 GB-month of logs, 2 million requests, and 2 million times 0.1 s with its 1 GB.
  const usd = 0.03 + 2 * 0.2 + 2e6 * 0.1 * 0.0000166667;
  expect(output).toMatch(new RegExp(String.raw`^throwaway +${usd.toFixed(2)} `, "m"));
  expect(output).toMatch(/requests a month \w+ is cheaper than throwaway\.|throwaway is cheaper than/);
  expect(await readFile(record, "utf8")).toContain("- throwaway: A Lambda function for an afternoon");
});

it("`modelport advise` rejects it by its own facts", async () => {
  const { output } = await advise(...usual, "--gpu");
  expect(output).toContain("throwaway: it has no GPU, which is required (qualities.gpu: ");
});

it("`npm run docs` gives it a page, and a column in the matrix", async () => {
  const { output } = await clone.run(
    ".",
    "vitest",
    "run",
    "--update",
    "--root",
    "stacks",
    "reference.test.ts",
    "-t",
    "docs/reference/targets",
  );
  const read = (name) => readFile(join(clone.root, "docs/reference", name), "utf8");
  expect(await read("targets.md"), output).toContain("| [throwaway](targets/throwaway.md)");
  expect(await read("targets/throwaway.md"), output).toContain("Log storage");
});
