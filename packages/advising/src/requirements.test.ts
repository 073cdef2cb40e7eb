import { expect, it } from "vitest";
import { parseRequirements, peakFactorOf, RequirementsError } from "./requirements.ts";

const least = { requestsPerMonth: 1e6, durationMs: 5, memoryMiB: 256 };

it("fills in what is left out", () => {
  expect(parseRequirements(least)).toMatchObject({ ...least, team: 1, peakFactor: 3, gpu: false, region: "us" });
});

it("makes a peak factor of the hours of a day or a week", () => {
  const officeHours = Array.from({ length: 24 }, (_, hour) => (hour >= 9 && hour < 17 ? 1 : 0));
  expect(parseRequirements({ ...least, hourlyWeights: officeHours }).peakFactor).toBe(3);
  expect(peakFactorOf(Array.from({ length: 168 }, () => 7))).toBe(1);
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

it("suggests the field that was meant", () => {
  expect(() => parseRequirements({ ...least, requestPerMonth: 1 })).toThrow(
    /^"requestPerMonth" is not a field of the requirements \(did you mean requestsPerMonth\?\): the fields are /,
  );
});
