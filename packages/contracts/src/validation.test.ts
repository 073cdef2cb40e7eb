import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { diagnose } from "./diagnose.ts";
import { type Encoder, generateEncoder } from "./encoder.ts";
import { parseManifest } from "./manifest.ts";
import type { Feature, Manifest } from "./manifest-schema.ts";
import { summary } from "./problems.ts";

const features: Feature[] = [
  { name: "score", aliases: ["Score"], type: "integer", minimum: 300, maximum: 850, description: "d", example: 650 },
  {
    name: "land",
    aliases: ["Land"],
    type: "categorical",
    categories: ["France", "Spain"],
    description: "d",
    example: "Spain",
  },
  { name: "balance", aliases: [], type: "number", minimum: 0, description: "d", example: 1.5 },
  { name: "active", aliases: [], type: "boolean", description: "d", example: 1 },
  { name: "tenure", aliases: [], type: "number", description: "d", example: 1, default: 7 },
];

const good = { score: 650, land: "Spain", balance: 1.5, active: true };

async function encoderOf(list: readonly Feature[]): Promise<Encoder> {
  const source = generateEncoder({ name: "m", version: "1.0.0", features: list } as unknown as Manifest, "abc");
  return (await import(`data:text/javascript,${encodeURIComponent(source)}`)) as Encoder;
}

const encoder = await encoderOf(features);

function details(body: unknown): string[] {
  return diagnose(features, body).problems.map((problem) => `${problem.pointer} ${problem.code}: ${problem.detail}`);
}

describe("the generated encoder", () => {
  it("writes the row in the order of the features, whatever the order and the names of the keys", () => {
    const row = new Float32Array(10).fill(-1);
    expect(encoder.encode({ active: 0, balance: 2, Land: "France", Score: 300, tenure: 3 }, row, 5)).toBe(true);
    expect([...row]).toEqual([-1, -1, -1, -1, -1, 300, 0, 2, 0, 3]);
  });

  it("finds one of thousands of categories, and nothing that is like one", async () => {
    const categories = ["__proto__", "constructor", ...Array.from({ length: 5000 }, (_, i) => `c${i}`)];
    const feature: Feature = {
      name: "a",
      aliases: [],
      type: "categorical",
      categories,
      description: "d",
      example: "c0",
    };
    const wide = await encoderOf([feature]);
    const row = new Float32Array(1);
    for (const [code, category] of categories.entries()) {
      expect(wide.encode({ a: category }, row, 0)).toBe(true);
      expect(row[0]).toBe(code);
    }
    for (const value of ["c5000", "toString", "C1", 1, null, ["c1"], ""]) {
      expect(wide.encode({ a: value }, row, 0), String(value)).toBe(false);
    }
  });

  it("fills an optional field with its default", () => {
    const row = new Float32Array(5);
    expect(encoder.encode(good, row, 0)).toBe(true);
    expect([...row]).toEqual([650, 1, 1.5, 1, 7]);
  });

  it("names the manifest that it was made from", () => {
    expect(encoder.manifestSha256).toBe("abc");
  });

  it("takes more features than one machine word has bits", async () => {
    const many = Array.from({ length: 65 }, (_, i) => ({ ...features[2], name: `f${i}` }) as Feature);
    const wide = await encoderOf(many);
    const body = Object.fromEntries(many.map((feature, i) => [feature.name, i]));
    const row = new Float32Array(65);
    expect(wide.encode(body, row, 0)).toBe(true);
    expect(row[64]).toBe(64);
    for (const name of ["f0", "f29", "f30", "f64"]) {
      const { [name]: _, ...rest } = body;
      expect(wide.encode(rest, row, 0), name).toBe(false);
    }
  });

  it("refuses exactly what diagnose explains", () => {
    const value = fc.oneof(
      fc.double(),
      fc.integer({ min: 290, max: 860 }),
      fc.constantFrom<unknown>("France", "Spain", "france", "", null, true, false, 0, 1, 2, [], {}, "650", 1e300, -0),
    );
    const key = fc.constantFrom("score", "Score", "land", "Land", "balance", "active", "tenure", "__proto__", "extra");
    const entries = fc.array(fc.tuple(key, value), { maxLength: 9 });
    const body = entries.map((pairs) => JSON.parse(JSON.stringify(Object.fromEntries(pairs))) as object);
    const nearlyGood = fc.tuple(key, value).map(([k, v]) => ({ ...good, [k]: v }));
    fc.assert(
      fc.property(fc.oneof(body, nearlyGood, fc.constantFrom<unknown>(null, [], "x", 3)), (candidate) => {
        const accepted = encoder.encode(candidate, new Float32Array(5), 0);
        expect(diagnose(features, candidate).total === 0).toBe(accepted);
      }),
      { numRuns: 3000, seed: 42 },
    );
  });
});

describe("diagnose", () => {
  it("says nothing of a good body", () => {
    expect(details(good)).toEqual([]);
  });

  it("reports every fault of a body at once, with pointer, value and allowed values", () => {
    expect(details({ Score: 200, land: "spain", balance: "12", active: 2, "a/b~": 1, SCORE: 3 })).toEqual([
      "/Score out_of_range: Score must be an integer from 300 to 850; got 200.",
      '/land not_allowed: land must be one of "France", "Spain"; got "spain".',
      '/balance wrong_type: balance must be a number of at least 0; got "12".',
      "/active not_allowed: active must be 0, 1, true or false; got 2.",
      '/a~1b~0 unknown_field: "a/b~" is not a field of this model: the fields are score, land, balance, active and tenure.',
      '/SCORE unknown_field: "SCORE" is not a field of this model: did you mean "score"?',
    ]);
  });

  it("names what is missing and what was given twice", () => {
    expect(details({ score: 650, Score: 650, land: "Spain", active: 1 })).toEqual([
      '/score duplicate_field: score is given 2 times, as "score" and "Score": send one of them.',
      "/balance missing: balance is required: a number of at least 0.",
    ]);
  });

  it("refuses numbers that float32 cannot hold, fractions of an integer and null", () => {
    expect(details({ ...good, score: 650.5, balance: 1e39, active: null })).toEqual([
      "/score wrong_type: score must be an integer from 300 to 850; got 650.5.",
      "/balance out_of_range: balance must be a number of at least 0, at most 3.4e38 because the model computes in float32; got 1e+39.",
      "/active wrong_type: active must be 0, 1, true or false; got null.",
    ]);
  });

  it("tells a bounded number of problems, the list of the fields once, and cuts every key and value", () => {
    const many = Array.from({ length: 60 }, (_, i) => ({ ...features[2], name: `f${i}` }) as Feature);
    const keys = Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`${"k".repeat(5000)}${i}`, 1]));
    const wide = diagnose(many, { f0: -1, ...keys });
    expect([wide.total, wide.problems.length]).toEqual([60 + 200, 50]);
    expect(summary(wide)).toBe("260 fields are wrong; errors names the first 50.");
    const unknown = diagnose(features, { ...good, ["k".repeat(5000)]: 1, ["l".repeat(5000)]: 2 });
    expect(unknown.problems).toEqual([
      {
        pointer: `/${"k".repeat(97)}...`,
        code: "unknown_field",
        detail: `"${"k".repeat(56)}... is not a field of this model: the fields are score, land, balance, active and tenure.`,
      },
      {
        pointer: `/${"l".repeat(97)}...`,
        code: "unknown_field",
        detail: `"${"l".repeat(56)}... is not a field of this model.`,
      },
    ]);
    expect(details(Object.fromEntries(Array.from({ length: 37 }, (_, i) => [`k${i}`, 1])))).toEqual([
      " unknown_field: The object has 37 members, but the model has 5 fields: score, land, balance, active and tenure.",
    ]);
  });

  it("lists twenty names or categories, and says how many more there are", () => {
    const categories = Array.from({ length: 5000 }, (_, i) => `c${i}`);
    const feature: Feature = {
      name: "a",
      aliases: [],
      type: "categorical",
      categories,
      description: "d",
      example: "c0",
    };
    const first = categories.slice(0, 20).map((category) => `"${category}"`);
    expect(diagnose([feature], { a: "x" }).problems[0]?.detail).toBe(
      `a must be one of ${first.join(", ")} or 4980 others, which GET /model lists; got "x".`,
    );
    const many = Array.from({ length: 25 }, (_, i) => ({ ...feature, name: `f${i}` }));
    expect(diagnose(many, 1).problems[0]?.detail).toBe(
      `The body must be a JSON object with the fields ${many
        .slice(0, 20)
        .map(({ name }) => name)
        .join(", ")} and 5 more; got 1.`,
    );
  });

  it("says which bound a number missed, also if JSON reads it as infinite", () => {
    const infinite = JSON.parse('{"tenure":-1e400}') as { tenure: number };
    expect(details({ ...good, balance: 1e39, ...infinite })).toEqual([
      "/balance out_of_range: balance must be a number of at least 0, at most 3.4e38 because the model computes in float32; got 1e+39.",
      "/tenure out_of_range: tenure must be a number, at least -3.4e38 because the model computes in float32; got a number beyond ±1.8e308, more than float64 holds.",
    ]);
  });

  it("refuses what is not an object, and shortens long values", () => {
    expect(details([good])).toEqual([
      " wrong_type: The body must be a JSON object with the fields score, land, balance, active and tenure; got an array.",
    ]);
    expect(details({ ...good, land: "x".repeat(500) })).toEqual([
      `/land not_allowed: land must be one of "France", "Spain"; got "${"x".repeat(56)}....`,
    ]);
  });
});

describe("parseManifest", () => {
  it("names each fault by its place, and what is allowed", () => {
    expect(() => parseManifest({ manifestVersion: 2 })).toThrow(
      /^manifest\.json is not valid: manifestVersion: .*name: /s,
    );
  });
});
