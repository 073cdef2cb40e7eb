import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { choiceOf, decimalOf, integerOf } from "./written-values.ts";

/** What Number() or parseInt() would take, and people do not mean or others read differently. */
const REFUSED = [
  "",
  " ",
  "\t",
  "\n",
  " 1",
  "1 ",
  "1\n",
  "\u00a01",
  "0x1",
  "0X1",
  "0b1",
  "0o7",
  "1_000",
  "1e3",
  "1E3",
  "1e-3",
  "+1",
  "--1",
  "-",
  "-0",
  "-0.0",
  "Infinity",
  "-Infinity",
  "NaN",
  "null",
  "true",
  ".5",
  "5.",
  "0,4",
  "1,000",
  "1'000",
  "1 000",
  "\u0663",
  "\uff11",
  "1n",
  "1.2.3",
  "0400",
  "00",
  "00.5",
  `1${"0".repeat(400)}`,
];

describe("decimalOf", () => {
  it.each(REFUSED)("refuses %j", (text) => {
    expect(decimalOf(text)).toBeUndefined();
    expect(integerOf(text)).toBeUndefined();
  });

  it.each([
    ["0", 0],
    ["0.4", 0.4],
    ["-0.25", -0.25],
    ["8000", 8000],
    ["1.0", 1],
  ])("reads %s", (text, number) => {
    expect(decimalOf(text)).toBe(number);
  });

  it("reads back what JavaScript writes without an exponent", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
        const text = String(number);
        expect(decimalOf(text)).toBe(text.includes("e") ? undefined : number + 0);
      }),
    );
  });
});

describe("integerOf", () => {
  it("reads whole numbers, and none that would be rounded", () => {
    expect(["0", "-7", "9007199254740991"].map(integerOf)).toEqual([0, -7, 9_007_199_254_740_991]);
    expect(["1.0", "0.4", "9007199254740992", "-9007199254740993"].map(integerOf)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe("choiceOf", () => {
  it("takes a name in any case, or another name of the same, and gives the canonical one", () => {
    const aliases = { warning: "warn" };
    expect(["warn", "WARN", "Warning"].map((text) => choiceOf(text, ["info", "warn"], aliases))).toEqual([
      "warn",
      "warn",
      "warn",
    ]);
    expect(choiceOf("standard", ["STANDARD", "INFREQUENT_ACCESS"])).toBe("STANDARD");
  });

  it.each(["", " info", "info ", "inf", "constructor", "toString", "__proto__", "ınfo"])("refuses %j", (text) => {
    expect(choiceOf(text, ["info", "warn"], { warning: "warn" })).toBeUndefined();
  });

  it("prefers the exact name where two differ by case alone", () => {
    expect(["a", "A", "b"].map((text) => choiceOf(text, ["a", "A", "B"]))).toEqual(["a", "A", "B"]);
  });
});
