import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { grouped, numberIn, plain } from "./number.mjs";

const LANGUAGES = ["en", "es"] as const;

describe.each(LANGUAGES)("in %s", (language) => {
  it("every number is read as what it was written for, with and without groups", () => {
    const number = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.double({ noNaN: true, min: -1e7, max: 1e7 }),
      fc.integer(),
      fc.integer({ min: -99_999_999, max: 99_999_999 }).map((cents) => cents / 100),
    );
    fc.assert(
      fc.property(number, (value) => {
        // Neither JSON nor the page has -0.
        expect(numberIn(grouped(value, language), language)).toBe(value === 0 ? 0 : value);
        expect(numberIn(plain(value, language), language)).toBe(value === 0 ? 0 : value);
      }),
      { numRuns: 5000 },
    );
  });

  it("what Intl writes is read likewise, whatever its spaces and its minus", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1e12, max: 1e12 }),
        fc.constantFrom("\u00A0", "\u202F", "\u2009", " "),
        (value, space) => {
          const written = new Intl.NumberFormat(language).format(value);
          const spaced = new Intl.NumberFormat("fr").format(value).replaceAll(/[\s\u00A0\u202F]/g, space);
          const expected = value === 0 ? 0 : value;
          expect(numberIn(written, language)).toBe(expected);
          expect(numberIn(` ${written.replace("-", "\u2212")}\u00A0`, language)).toBe(expected);
          expect(numberIn(spaced, language)).toBe(expected);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it("a text that is a number in one language only is never another one in the other, but where groups say so", () => {
    const text = fc.string({ unit: fc.constantFrom(...Array.from("0123456789.,.,  -e")), minLength: 1, maxLength: 9 });
    const swapped = (of: string) => of.replaceAll(/[.,]/g, (mark) => (mark === "." ? "," : "."));
    fc.assert(
      fc.property(text, (of) => {
        const here = numberIn(of, language);
        expect(numberIn(swapped(of), language === "en" ? "es" : "en")).toBe(here);
      }),
      { numRuns: 5000 },
    );
  });
});

it.each<readonly [text: string, en: number | undefined, es: number | undefined]>([
  ["50.000", 50, 50_000],
  ["50,000", 50_000, 50],
  ["50000,75", undefined, 50_000.75],
  ["50000.75", 50_000.75, undefined],
  ["50.000,75", undefined, 50_000.75],
  ["50,000.75", 50_000.75, undefined],
  ["650,5", undefined, 650.5],
  ["1.5", 1.5, undefined],
  ["0.500", 0.5, undefined],
  ["0,500", undefined, 0.5],
  ["1.234.567", undefined, 1_234_567],
  ["1,23,456", undefined, undefined],
  ["1.2345", 1.2345, undefined],
  ["12 345", 12_345, 12_345],
  ["12\u202F345", 12_345, 12_345],
  ["1 23", undefined, undefined],
  ["1\t234", undefined, undefined],
  ["1 234.567", 1_234.567, undefined],
  ["1 234,567", undefined, 1_234.567],
  ["\u221212", -12, -12],
  ["- 12", -12, -12],
  ["+12", 12, 12],
  ["--12", undefined, undefined],
  ["12-", undefined, undefined],
  ["\u200E12\u200F", 12, 12],
  ["1e3", 1_000, 1_000],
  ["1E+3", 1_000, 1_000],
  ["1e\u22123", 0.001, 0.001],
  ["1e1.5", undefined, undefined],
  ["1e400", undefined, undefined],
  ["1e-400", undefined, undefined],
  ["0e400", 0, 0],
  ["5.", undefined, undefined],
  ["5,", undefined, undefined],
  [".5", 0.5, undefined],
  [",5", undefined, 0.5],
  [".", undefined, undefined],
  [",", undefined, undefined],
  ["", undefined, undefined],
  [" ", undefined, undefined],
  ["-", undefined, undefined],
  ["1,,000", undefined, undefined],
  ["1,000,", undefined, undefined],
  ["0x10", undefined, undefined],
  ["1_000", undefined, undefined],
  ["1'000", undefined, undefined],
  ["Infinity", undefined, undefined],
  ["NaN", undefined, undefined],
  ["50 €", undefined, undefined],
  ["5 %", undefined, undefined],
  ["\u0665", undefined, undefined],
  ["\uFF15", undefined, undefined],
  ["00012", 12, 12],
])("%j is %d in English and %d in Spanish", (text, en, es) => {
  expect([numberIn(text, "en"), numberIn(text, "es")]).toEqual([en, es]);
});
