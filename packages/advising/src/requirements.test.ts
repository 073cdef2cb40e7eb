import { expect, it } from "vitest";
import { type NumberField, type Range, RANGES, rangeInWords } from "./ranges.ts";
import { parseRequirements, peakFactorOf, RequirementsError } from "./requirements.ts";

const numberFields = Object.keys(RANGES) as NumberField[];
const least = { requestsPerMonth: 1e6, durationMs: 5, memoryMiB: 256 };

it("fills in what is left out", () => {
  expect(parseRequirements(least)).toMatchObject({ ...least, team: 1, peakFactor: 3, gpu: false, region: "us" });
});

it("makes a peak factor of the hours of a day or a week", () => {
  const officeHours = Array.from({ length: 24 }, (_, hour) => (hour >= 9 && hour < 17 ? 1 : 0));
  expect(parseRequirements({ ...least, hourlyWeights: officeHours }).peakFactor).toBe(3);
  expect(peakFactorOf(Array.from({ length: 168 }, () => 7))).toBe(1);
});

it("refuses in one sentence what is nested too deeply to be shown", () => {
  const nested = Array.from({ length: 100_000 }).reduce<unknown>((inner) => [inner], []);
  expect(() => parseRequirements({ ...least, gpu: nested })).toThrow(
    new RequirementsError("gpu is too deeply nested, but it must be true or false."),
  );
});

it.each(numberFields)("says the unit of %s, for those who are asked without its flag", (field) => {
  const [unit] = /Ms$|MiB$|Usd$|Seconds$/.exec(field) ?? [];
  if (unit !== undefined) expect(RANGES[field].what.toLowerCase()).toContain(unit.toLowerCase());
});

it("needs memory for the whole model", () => {
  expect(parseRequirements({ ...least, modelMiB: 5000.5 }).memoryMiB).toBe(5001);
  expect(parseRequirements({ ...least, modelMiB: 200 }).memoryMiB).toBe(256);
});

it("takes 0 for -0, which prints as another number", () => {
  expect(parseRequirements({ ...least, requestsPerMonth: -0 }).requestsPerMonth).toBe(0);
});

it.each([1e308, 5e-324])("refuses hours of %d, whose sum or mean is no number", (weight) => {
  expect(() => parseRequirements({ ...least, hourlyWeights: Array(24).fill(weight) })).toThrow(RequirementsError);
});

it.each<[fields: Record<string, unknown>, sentence: string]>([
  [{ requestsPerMonth: -1 }, "requestsPerMonth is -1, but it must be a whole number from 0 to 100000000000."],
  [{ requestsPerMonth: 1e30 }, "requestsPerMonth is 1e+30, but it must be a whole number from 0 to 100000000000."],
  [{ requestsPerMonth: 0.5 }, "requestsPerMonth is 0.5, but it must be a whole number from 0 to 100000000000."],
  [{ requestsPerMonth: "many" }, 'requestsPerMonth is "many", but it must be a whole number from 0 to 100000000000.'],
  [{ requestsPerMonth: undefined }, "requestsPerMonth is missing: it takes a whole number from 0 to 100000000000."],
  [{ durationMs: 0 }, "durationMs is 0, but it must be a number from 0.001 to 900000."],
  [{ durationMs: Number.NaN }, "durationMs is NaN, but it must be a number from 0.001 to 900000."],
  [{ gpu: "yes" }, 'gpu is "yes", but it must be true or false.'],
  [
    { region: "US East" },
    'region is "US East", but it must be the beginning of a region\'s name, such as us, eu or us-east-1.',
  ],
  [
    { peakFactor: 2, hourlyWeights: Array(24).fill(1) },
    "peakFactor and hourlyWeights say the same thing: leave one of them out.",
  ],
  [
    { hourlyWeights: [1, 2] },
    "hourlyWeights is [1,2], but it must be a list of 24 or 168 numbers from 0, one for each hour of a day or a week, that are not all 0.",
  ],
  [{ p99Ms: 5 }, "p99Ms is 5, but it must be above durationMs, 5: no platform answers faster than the model does."],
])("refuses %j in one sentence", (fields, sentence) => {
  expect(() => parseRequirements({ ...least, ...fields })).toThrow(new RequirementsError(sentence));
});

const numbers = numberFields.flatMap((field) => {
  const { most, isWhole }: Range = RANGES[field];
  const wrong: readonly unknown[] = [-1, 1e30, "many", "5", Number.NaN, Infinity, null, true, [5], {}, most * 1.5 + 1];
  return [...wrong, ...(isWhole === true ? [1.5] : [])].map((value) => [field, value] as const);
});
const flags = ["gpu", "multiCloud", "networkControl", "existingCluster", "public"].flatMap((field) =>
  [1, "true", null, []].map((value) => [field, value] as const),
);
const texts = (["region", "residency", "hourlyWeights"] as const).flatMap((field) =>
  [-1, "", "1e30", null, true, [1], [], ["x"], {}, Array(24).fill(0), Array(24).fill("1")].map(
    (value) => [field, value] as const,
  ),
);

it.each([...numbers, ...flags, ...texts])(
  "refuses %s = %j in one sentence that names it and what is allowed",
  (field, value) => {
    const message = messageOf({ ...least, [field]: value });
    expect(message).toMatch(new RegExp(String.raw`^${field} is .+, but it must be .+\.$`));
    expect(message).not.toContain("\n");
    if (field in RANGES) expect(message).toContain(rangeInWords(field as NumberField));
  },
);

function messageOf(fields: Record<string, unknown>): string {
  try {
    parseRequirements(fields);
  } catch (error) {
    if (error instanceof RequirementsError) return error.message;
    throw error;
  }
  return "accepted";
}

it.each([
  ["eu", ["eu"]],
  ["DE, fr", ["de", "fr"]],
  [["uk", "gb"], ["gb"]],
  [undefined, undefined],
])("reads the residency %j as %j", (given, residency) => {
  expect(parseRequirements({ ...least, residency: given }).residency).toEqual(residency);
});

it.each([["zz"], ["europe"], [["eu", "xx"]]])("knows no place %j", (given) => {
  expect(messageOf({ ...least, residency: given })).toMatch(/^residency is /);
});

it("suggests the field that was meant", () => {
  expect(() => parseRequirements({ ...least, requestPerMonth: 1 })).toThrow(
    /^"requestPerMonth" is not a field of the requirements \(did you mean requestsPerMonth\?\): the fields are /,
  );
});
