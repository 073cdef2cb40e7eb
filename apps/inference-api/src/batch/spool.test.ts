import { setTimeout as pause } from "node:timers/promises";
import { expect, it } from "vitest";
import { ByteBudget, Spool } from "./spool.ts";

const PIECE_BYTES = 10;

/** `count` pieces of ten bytes, and what happened to the spool of them. */
function spooled({ count = 8, budgetBytes = 1000, patienceMs = 50, unfinished = true, failsAt = -1 }) {
  const seen = { made: 0, most: 0, discarded: 0, left: false };
  let free = budgetBytes;
  const whole = new ByteBudget(budgetBytes);
  const budget = {
    reserve(bytes: number) {
      const done = whole.reserve(bytes);
      if (done) free -= bytes;
      seen.most = Math.max(seen.most, budgetBytes - free);
      return done;
    },
    release(bytes: number) {
      whole.release(bytes);
      free += bytes;
    },
  };
  const request = {
    unfinished,
    async discard(goOn: () => boolean) {
      while (goOn() && request.unfinished) {
        seen.discarded += 1;
        await pause(1);
      }
    },
  };
  async function* pieces() {
    try {
      for (; seen.made < count; seen.made++) {
        await pause(1);
        if (seen.made === failsAt) throw new Error("It broke.");
        yield new Uint8Array(PIECE_BYTES).fill(seen.made);
      }
      request.unfinished = false;
    } finally {
      seen.left = true;
    }
  }
  const notRead = (held: number) => new Uint8Array([200, held]);
  const spool = new Spool(pieces(), { budget, patienceMs, request, notRead });
  return { spool, seen, request, free: () => free };
}

const first = (bytes: Uint8Array | undefined) => bytes?.[0];

it("hands on each piece as soon as it is made", async () => {
  const { spool, seen } = spooled({});
  const made: number[] = [];
  for await (const piece of spool) made.push(seen.made - (first(piece) ?? 0));
  expect(made).toHaveLength(8);
  expect(Math.max(...made)).toBeLessThanOrEqual(1);
});

it("produces all pieces for an unfinished request, although they are not read", async () => {
  const { spool, seen, free } = spooled({});
  await spool.next();
  await pause(100);
  expect(seen.made).toBe(8);
  expect((await Array.fromAsync(spool)).map(first)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect(free()).toBe(1000);
});

it("waits for its reader once the request is over, however long that takes", async () => {
  const { spool, seen } = spooled({ unfinished: false });
  await spool.next();
  await pause(150);
  expect(seen.made).toBe(1);
  expect((await Array.fromAsync(spool)).map(first)).toEqual([1, 2, 3, 4, 5, 6, 7]);
});

it("is held up by a reader that is slow, and holds no more than its budget", async () => {
  const { spool, seen, free } = spooled({ count: 20, budgetBytes: 30, patienceMs: 100 });
  const got: (number | undefined)[] = [];
  for await (const piece of spool) {
    got.push(first(piece));
    await pause(20);
  }
  expect(got).toEqual(Array.from({ length: 20 }, (_, i) => i));
  expect(seen.most).toBe(30);
  expect([seen.discarded, free()]).toEqual([0, 30]);
});

it("ends for a reader that takes nothing, with what is there and a last piece, and discards the request to its end", async () => {
  const { spool, seen, request, free } = spooled({ count: 20, budgetBytes: 30, patienceMs: 30 });
  await spool.next();
  await pause(150);
  const { made, discarded } = seen;
  expect(made).toBeLessThan(6);
  expect(discarded).toBeGreaterThan(3);
  const rest: Uint8Array[] = [];
  const all = (async () => {
    for await (const piece of spool) rest.push(piece);
  })();
  await pause(20);
  // All is there, but the answer does not end before the request does.
  expect(rest.map(first)).toEqual([...Array.from({ length: made }, (_, i) => i + 1), 200]);
  expect(rest.at(-1)?.[1]).toBe(PIECE_BYTES * made);
  const before = seen.discarded;
  await pause(20);
  expect(seen.discarded).toBeGreaterThan(before);
  request.unfinished = false;
  await all;
  expect([seen.made, seen.left, free()]).toEqual([made, true, 30]);
});

it("leaves the work, and gives its budget back, when its reader leaves", async () => {
  const { spool, seen, free } = spooled({ count: 1000 });
  await spool.next();
  await spool.return();
  const { made } = seen;
  await pause(30);
  expect([seen.made, seen.left, free()]).toEqual([made, true, 1000]);
});

it("tells an error behind what was made before it", async () => {
  const { spool } = spooled({ failsAt: 3 });
  const got: (number | undefined)[] = [];
  const all = async () => {
    for await (const piece of spool) got.push(first(piece));
  };
  await expect(all()).rejects.toThrow("It broke.");
  expect(got).toEqual([0, 1, 2]);
});
