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
  const score = async (value: number) => {
    const { scored, index } = await queue(Float32Array.of(value));
    return scored.score[index];
  };
  return { runs, score };
}

it("runs a lone row at once, and rows that come meanwhile together", async () => {
  const { runs, score } = doubling();
  expect(await Promise.all([1, 2, 3, 4].map(score))).toEqual([2, 4, 6, 8]);
  expect(runs).toEqual([1, 3]);
  expect(await score(5)).toBe(10);
  expect(runs).toEqual([1, 3, 1]);
});

it("lets a row wait for others of the same turn where the last run had several, and then no more", async () => {
  const { runs, score } = doubling();
  await Promise.all([1, 2, 3].map(score));
  expect(await Promise.all([4, 5, 6].map(score))).toEqual([8, 10, 12]);
  expect(runs).toEqual([1, 2, 3]);
  await score(7);
  await Promise.all([8, 9].map(score));
  expect(runs).toEqual([1, 2, 3, 1, 1, 1]);
});

it("never puts more than 256 rows into a run, and mixes none up", async () => {
  const { runs, score } = doubling();
  const values = Array.from({ length: 1000 }, (_, index) => index + 100);
  expect(await Promise.all(values.map(score))).toEqual(values.map((value) => value * 2));
  expect(runs).toEqual([1, 256, 256, 256, 231]);
});

it("fails only the rows of the run that failed, and goes on", async () => {
  const { score } = doubling();
  const results = await Promise.allSettled([1, 13, 2].map(score));
  expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "rejected"]);
  expect(await score(7)).toBe(14);
});
