import { expect, it } from "vitest";
import { rowQueue } from "./row-queue.ts";

/** A queue over a model that doubles the one column, and how many rows each of its runs had. */
function doubling() {
  const runs: number[] = [];
  const queue = rowQueue(1, async (rows) => {
    runs.push(rows.length);
    await new Promise((resolve) => setImmediate(resolve));
    if (rows.includes(13)) throw new Error("unlucky");
    return { count: rows.length, score: rows.map((value) => value * 2) };
  });
  const ask = async (value: number) => {
    const { scored, index } = await queue(Float32Array.of(value));
    return scored.score[index];
  };
  return { runs, ask };
}

it("runs a lone row at once, and rows that come meanwhile together", async () => {
  const { runs, ask } = doubling();
  expect(await Promise.all([1, 2, 3, 4].map(ask))).toEqual([2, 4, 6, 8]);
  expect(runs).toEqual([1, 3]);
  expect(await ask(5)).toBe(10);
  expect(runs).toEqual([1, 3, 1]);
});

it("lets a row wait for others of the same turn where the last run had several, and then no more", async () => {
  const { runs, ask } = doubling();
  await Promise.all([1, 2, 3].map(ask));
  expect(await Promise.all([4, 5, 6].map(ask))).toEqual([8, 10, 12]);
  expect(runs).toEqual([1, 2, 3]);
  await ask(7);
  await Promise.all([8, 9].map(ask));
  expect(runs).toEqual([1, 2, 3, 1, 1, 1]);
});

it("never puts more than 256 rows into a run, and mixes none up", async () => {
  const { runs, ask } = doubling();
  const values = Array.from({ length: 1000 }, (_, index) => index + 100);
  expect(await Promise.all(values.map(ask))).toEqual(values.map((value) => value * 2));
  expect(runs).toEqual([1, 256, 256, 256, 231]);
});

it("fails only the rows of the run that failed, and goes on", async () => {
  const { ask } = doubling();
  const results = await Promise.allSettled([1, 13, 2].map(ask));
  expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "rejected"]);
  expect(await ask(7)).toBe(14);
});
