import { expect, it } from "vitest";
import { benchmarksPage } from "./page.ts";
import { runWith } from "./run.testing.ts";

const page = benchmarksPage({
  date: "2026-11-25",
  machine: { cpu: "A CPU", cores: 2, memoryGb: 24, node: "24.21.0", loadAverage: 0.03 },
  rounds: 2,
  secondsPerRound: 2,
  runs: [runWith(0.7), runWith(0.5)],
  sizes: [{ artifact: "lambda-linux-x64.zip", bytes: 18_140_000, unpackedBytes: 46_500_000 }],
});

it("shows each floor run by run, and the rounds of all runs together", () => {
  expect(page).toContain(
    "| throughput with everything on, relative to bare Hono, 64 connections | at least 0.6 | 0.70 | 0.50 | **missed** |\n",
  );
  expect(page).toContain(
    "| 64 | everything on | 40,000 (20,000 to 56,000) | 0.70 (0.50 to 0.70) | 22.0 (20.0 to 22.0) | 2.00 (1.00 to 2.00) | 6.0 (5.0 to 6.0) |\n",
  );
  expect(page).toContain("| the same, relative to `node -e 0` | 3.30 (3.20 to 4.00) |\n");
  expect(page).toContain("| after at least 1,000,100 requests: MB | 140 (140 to 140) |\n");
  expect(page).toContain("| lambda-linux-x64.zip | 17.3 | 44.3 |\n");
  expect(page).not.toMatch(/NaN|undefined/);
});

it("says from which concurrency requests only wait longer", () => {
  expect(page).toContain("With 16, one core reaches 90 % of its highest");
  expect(page).toContain("| 1 | 64 | 30,000 (30,000 to 30,000) | 1.00 (1.00 to 1.00) | 4.0 (4.0 to 4.0) |\n");
});
