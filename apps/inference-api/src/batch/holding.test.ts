import { expect, it } from "vitest";
import { MemoryBudget } from "../memory/memory-budget.ts";
import { Holding } from "./holding.ts";
import { jsonCost } from "./json-cost.ts";

const MIB = 2 ** 20;

it("refuses what does not fit now in other words than what never will", () => {
  const memory = new MemoryBudget(8 * MIB);
  const first = new Holding(memory, new AbortController().signal);
  const second = new Holding(memory, new AbortController().signal);
  first.grow(4 * MIB);
  expect(() => second.grow(3 * MIB)).toThrow(
    "The batches under way leave no memory for this one; send it again after the seconds that Retry-After names.",
  );
  expect(() => first.grow(2 * MIB)).toThrow(
    "The batch takes more memory than the 5 MiB that this instance has for one; send it in parts, or as NDJSON or CSV, which are streamed.",
  );
  expect(memory.used).toBe(4 * MIB);
});

it("gives back what is left when it is released or its client goes, once", () => {
  const memory = new MemoryBudget(4 * MIB);
  const left = new AbortController();
  const holding = new Holding(memory, left.signal);
  holding.grow(MIB);
  holding.shrink(MIB / 2);
  expect(memory.used).toBe(MIB / 2);
  left.abort();
  holding.release();
  holding.grow(MIB);
  holding.shrink(MIB);
  expect(memory.used).toBe(0);
});

it("holds nothing for a client that went before its batch began", () => {
  const memory = new MemoryBudget(4 * MIB);
  new Holding(memory, AbortSignal.abort()).grow(MIB);
  expect(memory.used).toBe(0);
});

it("never holds less than JSON takes", () => {
  // V8: 56 bytes for {}, 16 for [], 8 for a slot, 12 to 16 for a number with decimals, 32 for a name.
  const costOf = (text: string) => {
    const { text: held, values } = jsonCost(Buffer.from(text));
    return [held, values];
  };
  expect(costOf('{"instances":[{},{}]}')).toEqual([84, 4 * 64 + 2 * 24]);
  expect(costOf("1")).toEqual([4, 0]);
});
