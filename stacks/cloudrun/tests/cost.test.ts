import { instancesFor } from "@modelport/google/run";
import { SECONDS_PER_MONTH, type Workload } from "@modelport/target-kit";
import { describeCosts } from "@modelport/target-suite";
import { describe, expect, test } from "vitest";
import type { CloudRunSettings } from "../settings.ts";
import { cloudrun } from "../target.ts";
import { suite } from "./suite.testing.ts";

const workload: Workload = {
  requestsPerMonth: 1e6,
  durationMs: 2,
  memoryMiB: 512,
  requestBytes: 400,
  responseBytes: 200,
  peakFactor: 1,
};
const requests = (requestsPerMonth: number, durationMs = 2) => ({ ...workload, requestsPerMonth, durationMs });
const smallest = { vcpus: 0.5, memoryMiB: 512, concurrency: 1, executionEnvironment: "gen1" };

describeCosts(cloudrun, suite, {
  scenarios: {
    "no requests": { workload: requests(0) },
    "no requests, two instances kept, with the free tier": {
      workload: requests(0),
      settings: { minInstances: 2 },
      freeTier: true,
    },
    "10 thousand": { workload: requests(1e4) },
    "1 million": { workload: requests(1e6) },
    "1 million, with the free tier": { workload: requests(1e6), freeTier: true },
    "1 million of 200 ms, as in the course": { workload: requests(1e6, 200) },
    "1 million, without a log line for each": { workload: requests(1e6), settings: { logLevel: "warn" } },
    "1 million, one instance kept": { workload: requests(1e6), settings: { minInstances: 1 } },
    "1 million, half a vCPU, 512 MiB": { workload: requests(1e6), settings: smallest },
    "10 million, with the free tier": { workload: requests(1e7), freeTier: true },
    "100 million": { workload: requests(1e8) },
    "100 million of 200 ms, as in the course": { workload: requests(1e8, 200) },
    "100 million, never paused, one kept": {
      workload: requests(1e8),
      settings: { cpuAlways: true, minInstances: 1 },
    },
    "1 million, never paused, with the free tier": {
      workload: requests(1e6),
      settings: { cpuAlways: true },
      freeTier: true,
    },
    "10 billion, 2 vCPU, 1000 images": {
      workload: requests(1e10),
      settings: { vcpus: 2, memoryMiB: 2048, keepImages: 1000 },
    },
    "100 requests a second, one kept that works all month": {
      workload: requests(100 * 2_628_000),
      settings: { minInstances: 1 },
    },
    "100 requests a second, one kept that works all month, committed for a year": {
      workload: requests(100 * 2_628_000),
      settings: { minInstances: 1 },
      commitment: true,
    },
    "1 million of 200 ms in Belgium": { workload: requests(1e6, 200), region: "europe-west1" },
  },
  byHand: {
    // Even traffic: every hour uses as much, for 17 % less.
    "100 requests a second, one kept that works all month, committed for a year": {
      "Requests, committed": 262.8 * 0.4 * 0.83,
      "CPU of busy instances, committed": 2_628_000 * 0.000024 * 0.83,
      "Memory of busy instances": 0,
      "CPU of kept instances, committed": 2_628_000 * 0.0000025 * 0.83,
      "Memory of kept instances, committed": 2_628_000 * 0.0000025 * 0.83,
      "Liveness probes of kept instances": (2_628_000 / 30) * 0.1 * 0.000024,
      "Log entries": ((262.8e6 * 1600) / 2 ** 30) * 0.5,
      Images: (0.108 + 10 * 0.0002) * 0.1,
      "Responses to the internet": ((262.8e6 * 200) / 2 ** 30) * 0.12,
    },
    "no requests, two instances kept, with the free tier": {
      Requests: 0,
      "CPU of busy instances": 0,
      "Memory of busy instances": 0,
      // Two instances of 1 vCPU and 1 GiB for a month of 730 hours, at the price of idle ones.
      "CPU of kept instances": 2 * 2_628_000 * 0.0000025,
      "Memory of kept instances": 2 * 2_628_000 * 0.0000025,
      // A probe of 0.1 s every 30 s, at the price of working ones.
      "Liveness probes of kept instances": 2 * (2_628_000 / 30) * 0.1 * 0.000024,
      "Log entries": 0,
      Images: 0,
      "Responses to the internet": 0,
    },
    "100 requests a second, one kept that works all month": {
      Requests: 262.8 * 0.4,
      "CPU of busy instances": 2_628_000 * 0.000024,
      // Paid once, as that of a kept instance.
      "Memory of busy instances": 0,
      "CPU of kept instances": 2_628_000 * 0.0000025,
      "Memory of kept instances": 2_628_000 * 0.0000025,
      "Liveness probes of kept instances": (2_628_000 / 30) * 0.1 * 0.000024,
      // 1,000 bytes of Google's own and 600 of the app for each request.
      "Log entries": ((262.8e6 * 1600) / 2 ** 30) * 0.5,
      Images: (0.108 + 10 * 0.0002) * 0.1,
      "Responses to the internet": ((262.8e6 * 200) / 2 ** 30) * 0.12,
    },
    "100 million, never paused, one kept": {
      "CPU of kept instances, always allocated": 2_628_000 * 0.000018,
      "Memory of kept instances, always allocated": 2_628_000 * 0.000002,
      // 38 requests a second of 2 ms need no second one.
      "CPU of instances": 0,
      "Memory of instances": 0,
      "Log entries": ((100e6 * 1600) / 2 ** 30) * 0.5,
      Images: (0.108 + 10 * 0.0002) * 0.1,
      "Responses to the internet": ((100e6 * 200) / 2 ** 30) * 0.12,
    },
  },
});

describe("against traffic at random", () => {
  const settings = cloudrun.parseSettings({}) as CloudRunSettings;

  /** The share of time that is billed of one instance: each stretch with requests is rounded up, and none is billed twice. */
  function simulated(perSecond: number, seconds: number): number {
    const random = mulberry32(42);
    const until = 20_000 / perSecond;
    let now = 0;
    let busyUntil = -1;
    let began = 0;
    let billedUntil = 0;
    let billed = 0;
    const close = () => {
      if (busyUntil < 0) return;
      const end = began + Math.ceil((busyUntil - began) / 0.1 - 1e-9) * 0.1;
      billed += Math.max(0, end - Math.max(began, billedUntil));
      billedUntil = Math.max(billedUntil, end);
    };
    while (now < until) {
      now -= Math.log(1 - random()) / perSecond;
      if (now > busyUntil) {
        close();
        began = now;
      }
      busyUntil = Math.max(busyUntil, now + seconds);
    }
    close();
    return billed / until;
  }

  test.each([
    [0.01, 2],
    [0.5, 2],
    [3, 2],
    [0.5, 150],
    [0.5, 200],
    [2, 200],
  ])("%d requests a second of %d ms are billed as estimated, or less", (perSecond, milliseconds) => {
    const used = { ...workload, requestsPerMonth: perSecond * SECONDS_PER_MONTH, durationMs: milliseconds };
    const { working } = instancesFor(used, settings);
    const share = simulated(perSecond, milliseconds / 1000);
    expect(working).toBeGreaterThan(share * 0.97);
    expect(working).toBeLessThan(share * 1.3);
  });

  test("two vCPUs serve twice as many requests", () => {
    const busy = { ...workload, requestsPerMonth: 3000 * SECONDS_PER_MONTH };
    const [one, two] = [1, 2].map((vcpus) => instancesFor(busy, { ...settings, vcpus }).alive);
    expect(one).toBeCloseTo(10, 6);
    expect(two).toBeCloseTo(5, 6);
  });

  test("at a concurrency of one nothing is shared", () => {
    const used = { ...workload, requestsPerMonth: 2 * SECONDS_PER_MONTH, durationMs: 150 };
    expect(instancesFor(used, { ...settings, concurrency: 1 }).working).toBeCloseTo(0.4, 9);
    expect(instancesFor(used, settings).working).toBeLessThan(0.36);
  });
});

/** Random numbers that are the same each time. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
