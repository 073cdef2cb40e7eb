import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { endOfString, exceededLimit } from "./json-text.ts";

const LIMITS = { depth: 3, containers: 5, members: 2 };
const DEEP = "There are more than 3 objects and arrays inside one another.";
const MANY = "There are more than 5 objects and arrays.";
const WIDE = "One object has more than 2 members.";

describe("exceededLimit", () => {
  it.each([
    ["[[[]]]", undefined],
    ["[[[[]]]]", DEEP],
    ['{"a":[{"b":[]}]}', DEEP],
    ["[".repeat(5_000_000), DEEP],
    ["[[],[],[],[]]", undefined],
    ["[[],[],[],[],[]]", MANY],
    ['{"a":1,"b":2}', undefined],
    ['{"a":1,"b":2,"c":3}', WIDE],
    ['[{"a":1,"b":2},{"a":1,"b":2}]', undefined],
    ['[{"a":{"x":1,"y":2},"b":2}]', undefined],
    ['[{"a":{"x":1,"y":2},"b":2,"c":3}]', WIDE],
    ['"[[[[[[::::{{{{"', undefined],
    ['["[[[[\\"[[[[", "\\\\", [[[]]]]', DEEP],
    ['["[[[[\\"[[[[", "\\\\", [[]]]', undefined],
    ["]]]][[[]]]", undefined],
    ['["', undefined],
    ["", undefined],
  ])("of %.60j is %j", (text, sentence) => {
    expect(exceededLimit(text, LIMITS)).toBe(sentence);
  });

  it("is none for whatever JSON.stringify writes of a value within the limits", () => {
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof({ maxDepth: 3 }, fc.string(), fc.double(), fc.array(tie("value"), { maxLength: 3 })),
    }));
    const depthOf = (json: unknown): number => (Array.isArray(json) ? 1 + Math.max(0, ...json.map(depthOf)) : 0);
    const countOf = (json: unknown): number =>
      Array.isArray(json) ? 1 + json.reduce((sum: number, item) => sum + countOf(item), 0) : 0;
    fc.assert(
      fc.property(value, (json) => {
        const limits = { depth: depthOf(json), containers: countOf(json), members: 0 };
        expect(exceededLimit(JSON.stringify(json), limits)).toBeUndefined();
        if (limits.depth > 0) {
          expect(exceededLimit(JSON.stringify(json), { ...limits, depth: limits.depth - 1 })).toBeDefined();
          expect(exceededLimit(JSON.stringify(json), { ...limits, containers: limits.containers - 1 })).toBeDefined();
        }
      }),
      { seed: 42 },
    );
  });
});

it("finds the end of any string", () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('"', "\\", "a", "\n") }), (value) => {
      const text = JSON.stringify(value);
      expect(endOfString(`${text},"x"`, 0)).toBe(text.length);
    }),
    { seed: 42 },
  );
});
