import type { Workload } from "@modelport/target-kit";
import { describeCosts } from "@modelport/target-suite";
import { expect, test } from "vitest";
import { lambda } from "../target.ts";
import { suite } from "./suite.testing.ts";

const million: Workload = {
  requestsPerMonth: 1e6,
  durationMs: 2.4,
  memoryMiB: 512,
  requestBytes: 300,
  responseBytes: 150,
  peakFactor: 3,
};
const hundred = { ...million, requestsPerMonth: 100e6 };
const ofTheCourse = { ...million, durationMs: 200 };
const hundredOfTheCourse = { ...hundred, durationMs: 200 };

describeCosts(lambda, suite, {
  scenarios: {
    "no requests": { workload: { ...million, requestsPerMonth: 0 } },
    "1 million requests of 2.4 ms": { workload: million },
    "1 million requests of 2.4 ms, with the free tier": { workload: million, freeTier: true },
    "100 million requests of 2.4 ms": { workload: hundred },
    "100 million requests of 2.4 ms, with the free tier": { workload: hundred, freeTier: true },
    "100 million without a log line for each request, without metrics": {
      workload: hundred,
      settings: { logLevel: "warn", metrics: false },
    },
    "100 million with Lambda's own lines, kept for a year": {
      workload: hundred,
      settings: { platformLogLevel: "info", logRetentionDays: 365 },
    },
    "1 million requests of 200 ms, as in the course": { workload: ofTheCourse },
    "100 million requests of 200 ms, as in the course": { workload: hundredOfTheCourse },
    "1 million requests of 200 ms, by the course's prices": { workload: ofTheCourse, priceBook: "course" },
    "100 million requests of 200 ms, by the course's prices": { workload: hundredOfTheCourse, priceBook: "course" },
    "100 million on arm64 with 512 MiB": { workload: hundred, settings: { architecture: "arm64", memoryMiB: 512 } },
    "100 million behind an HTTP API": { workload: hundred, settings: { endpoint: "http-api" } },
    "100 million behind a REST API, as in the course": { workload: hundred, settings: { endpoint: "rest-api" } },
    "100 million of 200 ms with 2 provisioned instances": {
      workload: hundredOfTheCourse,
      settings: { provisionedConcurrency: 2 },
      freeTier: true,
    },
    "1 million on arm64 with 2 provisioned instances": {
      workload: million,
      settings: { architecture: "arm64", provisionedConcurrency: 2 },
    },
    "100 million of 200 ms, committed for a year": { workload: hundredOfTheCourse, commitment: true },
    "100 million as an image, with traces, without alarms": {
      workload: hundred,
      settings: { tracing: true, alarms: false, package: "image" },
    },
  },
  byHand: {
    "1 million requests of 200 ms, as in the course": {
      Requests: 0.2,
      // 200,000 seconds of 1 GB.
      "Compute, x86_64": 200_000 * 0.0000166667,
      "Function URL": 0,
      // 200 bytes of the app and 490 of the metrics for each request; 15 % of them stay for 30 days of a month of 730 hours.
      "Log ingestion": (690e6 / 2 ** 30) * 0.5,
      "Log storage": (690e6 / 2 ** 30) * 0.15 * (30 / (730 / 24)) * 0.03,
      Alarms: 3 * 0.1,
      "Custom metrics": 6 * 0.3,
      "Responses to the internet": (150e6 / 2 ** 30) * 0.09,
    },
    "100 million of 200 ms, committed for a year": {
      Requests: 20,
      // The busiest of 24 hours has three times the mean, and each other one (24 - 3) / 23 of it: as much is used in every hour.
      "Compute, x86_64, committed": 20_000_000 * (21 / 23) * 0.0000166667 * 0.88,
      "Compute, x86_64": 20_000_000 * (2 / 23) * 0.0000166667,
      "Function URL": 0,
      "Log ingestion": (69e9 / 2 ** 30) * 0.5,
      "Log storage": (69e9 / 2 ** 30) * 0.15 * (30 / (730 / 24)) * 0.03,
      Alarms: 3 * 0.1,
      "Custom metrics": 6 * 0.3,
      "Responses to the internet": (15e9 / 2 ** 30) * 0.09,
    },
    "100 million of 200 ms with 2 provisioned instances": {
      // The free tier is not for functions with provisioned concurrency.
      Requests: 100 * 0.2,
      "Provisioned concurrency, x86_64": 2 * 2_628_000 * 0.0000041667,
      // The busiest hour needs 100e6 / 2,628,000 s * 3 * 0.2 s = 22.83 instances, of which 2 are provisioned.
      "Compute on provisioned instances, x86_64": ((2 * 2_628_000) / 3) * 0.0000097222,
      "Compute, x86_64": (20_000_000 - (2 * 2_628_000) / 3) * 0.0000166667,
      "Function URL": 0,
      "Log ingestion": (69e9 / 2 ** 30 - 5) * 0.5,
      "Log storage": (69e9 / 2 ** 30) * 0.15 * (30 / (730 / 24)) * 0.03,
      Alarms: 0,
      "Custom metrics": 0,
      "Responses to the internet": 0,
    },
  },
});

test("a duration counts as whole milliseconds", () => {
  const compute = (durationMs: number) =>
    lambda.cost({ ...million, durationMs }, {}).find(({ name }) => name === "Compute, x86_64")?.quantity;
  expect(compute(1.2)).toBe(compute(2));
  expect(compute(2)).toBe(2000);
});
