import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import { inOrder } from "./in-order.ts";

async function* numbers(count: number, read: number[] = []) {
  for (let i = 0; i < count; i++) {
    read.push(i);
    yield await Promise.resolve(i);
  }
}

it("keeps the order however long each takes, and never does more at a time", async () => {
  let running = 0;
  let most = 0;
  const results = inOrder(numbers(20), 4, async (item) => {
    most = Math.max(most, ++running);
    await sleep((item * 7) % 5);
    running -= 1;
    return item;
  });
  expect(await Array.fromAsync(results)).toEqual(Array.from({ length: 20 }, (_, index) => index));
  expect(most).toBe(4);
});

it("reads no further ahead than it works, and stops reading at a failure", async () => {
  const read: number[] = [];
  const results = inOrder(numbers(20, read), 3, (item) =>
    item === 2 ? Promise.reject(new Error("no")) : Promise.resolve(item),
  );
  await expect(Array.fromAsync(results)).rejects.toThrow("no");
  expect(read.length).toBeLessThanOrEqual(6);
});
