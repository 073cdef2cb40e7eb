import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { duplicateKey } from "./duplicate-keys.ts";

const of = (text: string) => duplicateKey(text, JSON.parse(text));

describe("duplicateKey", () => {
  it.each([
    ['{"a":1,"a":2}', "a"],
    ['{"a":{"b":1,"c":2,"b":3}}', "b"],
    ['{"instances":[{"a":1},{"a":1,"x":":","a":1}]}', "a"],
    ['{"a":1,"\\u0061":2}', "a"],
    ['{"say \\"hi\\"":1,"say \\"hi\\"":2}', 'say "hi"'],
    ['{"__proto__":1,"__proto__":2}', "__proto__"],
    ['{"a":":","b" \t\n\r:1,"b":2}', "b"],
    ['{"\\\\":":","\\\\":1}', "\\"],
    ['{"\\":":","b\\\"":1,"b\\\"":2}'.replace('"\\"', '"\\\\"'), 'b"'],
    [`{"x":${JSON.stringify(`:${'"'.repeat(4_000_000)}`)},"a":1,"a":2}`, "a"],
    [`{"x":${JSON.stringify(`:${"\\".repeat(4_000_000)}`)},"a":1,"a":2}`, "a"],
    [`{"x":":${"y".repeat(9_000_000)}","a":1,"a":2}`, "a"],
    [`${"[".repeat(50_000)}{"a":1,"a":2}${"]".repeat(50_000)}`, "a"],
  ])("finds the key that %.60s gives twice", (text, key) => {
    expect(of(text)).toBe(key);
  });

  it.each([
    "[]",
    "{}",
    '"a:b:c"',
    '{"a":"x:y","b":"{\\"a\\":1,\\"a\\":2}"}',
    '[{"a":1},{"a":2}]',
    '{"a":{"a":{"a":{"a":{"a":1}}}}}',
    `${'{"a":'.repeat(5000)}1${"}".repeat(5000)}`,
  ])("finds none in %.60s", (text) => {
    expect(of(text)).toBeUndefined();
  });

  it("finds none in whatever JSON.stringify writes", () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(duplicateKey(JSON.stringify(JSON.parse(text)), JSON.parse(text))).toBeUndefined();
      }),
      { seed: 42, numRuns: 500 },
    );
  });
});
