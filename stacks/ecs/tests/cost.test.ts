import { SECONDS_PER_MONTH, type Workload } from "@modelport/target-kit";
import { describeCosts } from "@modelport/target-suite";
import { describe, expect, test } from "vitest";
import type { EcsSettings } from "../settings.ts";
import { ecs } from "../target.ts";
import { capacityUnitHours, tasksAt } from "../usage.ts";
import { LISTENER, suite } from "./suite.testing.ts";

const workload: Workload = {
  requestsPerMonth: 1e6,
  durationMs: 2,
  memoryMiB: 512,
  requestBytes: 300,
  responseBytes: 150,
  peakFactor: 3,
};
const requests = (requestsPerMonth: number, durationMs = 2) => ({ ...workload, requestsPerMonth, durationMs });

const listener = { listenerArn: LISTENER, listenerHosts: ["churn.example.com"] };
const twoSubnets = { subnetIds: ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"] };

describeCosts(ecs, suite, {
  scenarios: {
    "no requests": { workload: requests(0) },
    "no requests, one task": { workload: requests(0), settings: { minTasks: 1 } },
    "1 million requests": { workload: requests(1e6) },
    "1 million, with the free tier": { workload: requests(1e6), freeTier: true },
    "1 million, one task of a quarter of a vCPU behind a shared listener": {
      workload: requests(1e6),
      settings: { ...listener, minTasks: 1, cpu: 256, memoryMiB: 512, alarms: false },
    },
    "1 million, public": { workload: requests(1e6), settings: { public: true } },
    "1 million, public, in Ireland": { workload: requests(1e6), settings: { public: true }, region: "eu-west-1" },
    "1 million, through VPC endpoints in two zones, with ECS Exec": {
      workload: requests(1e6),
      settings: { ...twoSubnets, egress: "vpc-endpoints", ecsExec: true },
    },
    "1 million, through what the subnets route to": {
      workload: requests(1e6),
      settings: { ...twoSubnets, egress: "subnet-routes" },
    },
    "1 million of 200 ms, as in the course": { workload: requests(1e6, 200) },
    "1 million of 200 ms in one task, by the course's prices": {
      workload: requests(1e6, 200),
      settings: { minTasks: 1 },
      priceBook: "course",
    },
    "100 million": { workload: requests(1e8) },
    "100 million, without a log line for each": { workload: requests(1e8), settings: { logLevel: "warn" } },
    "100 million of 200 ms, as in the course": { workload: requests(1e8, 200) },
    "100 million in five tasks, by the course's prices": {
      workload: requests(1e8),
      settings: { minTasks: 5 },
      priceBook: "course",
    },
    "100 million of 200 ms, public, in two zones, on Spot, with the free tier": {
      workload: requests(1e8, 200),
      settings: { ...twoSubnets, public: true, spot: true, maxTasks: 100 },
      freeTier: true,
    },
    "100 million of 200 ms, in two zones, by the switches for Spot and a commitment": {
      workload: requests(1e8, 200),
      settings: { ...twoSubnets, maxTasks: 100 },
      spot: true,
      commitment: true,
    },
    "100 million of 200 ms, four vCPUs in a task, a p99 of 300 ms": {
      workload: { ...requests(1e8, 200), p99Ms: 300 },
      settings: { cpu: 4096, memoryMiB: 8192 },
    },
    "100 million, 300 requests a minute and task, Container Insights": {
      workload: requests(1e8),
      settings: { targetRequestsPerMinute: 300, containerInsights: "enabled" },
    },
    "100 million, enhanced Container Insights": {
      workload: requests(1e8),
      settings: { targetRequestsPerMinute: 300, containerInsights: "enhanced" },
    },
    "100 million in canary deployments behind a shared public listener": {
      workload: requests(1e8),
      settings: { ...listener, public: true, deployment: "canary" },
    },
    "10 billion": { workload: requests(1e10) },
  },
  byHand: {
    "1 million requests": {
      // Two tasks of half a vCPU and 1 GB for a month of 730 hours.
      "CPU of tasks": 2 * 0.5 * 730 * 0.04048,
      "Memory of tasks": 2 * 1 * 730 * 0.004445,
      "CPU of tasks, beyond the minimum": 0,
      "Memory of tasks, beyond the minimum": 0,
      "Load balancer": 730 * 0.0225,
      // Each request opens a connection, of which 25 a second are one unit.
      "Capacity units of the load balancer": (1e6 / 2_628_000 / 25) * 730 * 0.008,
      "Public IPv4 addresses": 2 * 730 * 0.005,
      "Public IPv4 addresses, beyond the minimum": 0,
      // 200 bytes for each request; 15 % of them stay for 30 days of a month of 730 hours.
      "Log ingestion": (200e6 / 2 ** 30) * 0.5,
      "Log storage": (200e6 / 2 ** 30) * 0.15 * (30 / (730 / 24)) * 0.03,
      // Four of the stack, and two that scaling on CPU makes.
      Alarms: 6 * 0.1,
      "Images in the repository": 0.1 * 0.1,
    },
    "100 million of 200 ms, in two zones, by the switches for Spot and a commitment": {
      "CPU of tasks, committed": 2 * 0.5 * 730 * 0.04048 * 0.8,
      "Memory of tasks, committed": 2 * 1 * 730 * 0.004445 * 0.8,
      // As below: 75 tasks beyond the minimum in the busiest hour, and 22 in the others. Nobody commits to Spot.
      "CPU of tasks on Spot": ((75 * 1 + 22 * 23) / 24) * 0.5 * 730 * 0.3 * 0.04048,
      "Memory of tasks on Spot": ((75 * 1 + 22 * 23) / 24) * 1 * 730 * 0.3 * 0.004445,
      "Load balancer": 730 * 0.0225,
      "Capacity units of the load balancer": (100e6 / 2_628_000 / 25) * 730 * 0.008,
      "Public IPv4 addresses": 2 * 730 * 0.005,
      "Public IPv4 addresses, beyond the minimum": ((75 * 1 + 22 * 23) / 24) * 730 * 0.005,
      "Log ingestion": (20e9 / 2 ** 30) * 0.5,
      "Log storage": (20e9 / 2 ** 30) * 0.15 * (30 / (730 / 24)) * 0.03,
      Alarms: 6 * 0.1,
      "Images in the repository": 0.1 * 0.1,
    },
    "100 million of 200 ms, public, in two zones, on Spot, with the free tier": {
      "CPU of tasks": 2 * 0.5 * 730 * 0.04048,
      "Memory of tasks": 2 * 1 * 730 * 0.004445,
      // The busiest hour has 3 * 38.05 = 114.16 requests a second, of 0.4 s on half a vCPU: 45.66 busy tasks, which are 60 % of 77.
      // The other 23 hours have 34.74 a second, 13.90 busy tasks, which are 60 % of 24. Two of them are the minimum.
      "CPU of tasks on Spot": ((75 * 1 + 22 * 23) / 24) * 0.5 * 730 * 0.3 * 0.04048,
      "Memory of tasks on Spot": ((75 * 1 + 22 * 23) / 24) * 1 * 730 * 0.3 * 0.004445,
      "Load balancer": 730 * 0.0225,
      "Capacity units of the load balancer": (100e6 / 2_628_000 / 25) * 730 * 0.008,
      // Two tasks, and the load balancer in two zones.
      "Public IPv4 addresses": 4 * 730 * 0.005,
      "Public IPv4 addresses, beyond the minimum": ((75 * 1 + 22 * 23) / 24) * 730 * 0.005,
      "Log ingestion": (20e9 / 2 ** 30 - 5) * 0.5,
      "Log storage": (20e9 / 2 ** 30) * 0.15 * (30 / (730 / 24)) * 0.03,
      Alarms: 0,
      "Images in the repository": 0.1 * 0.1,
      // 150 bytes for each response are 14 GB, and 100 are free.
      "Responses to the internet": 0,
    },
  },
});

describe("the tasks that serve a rate", () => {
  const settings = ecs.parseSettings({}) as EcsSettings;

  test.each([
    ["the minimum without requests", 0, {}, 2],
    // One request of 2 ms takes 4 ms on half a vCPU: 150 a second keep a task busy for 60 % of the time.
    ["three for a little more than two can take", 301, {}, 3],
    ["half of them with a whole vCPU", 601, { cpu: 1024, memoryMiB: 2048 }, 3],
    ["a worker for each vCPU", 1201, { cpu: 2048, memoryMiB: 4096 }, 3],
    ["what the target of requests asks for, if that is more", 100, { targetRequestsPerMinute: 1000 }, 6],
    ["what the CPU asks for, if that is more", 1000, { targetRequestsPerMinute: 60_000 }, 7],
  ])("are %s", (_title, rate, changed, expected) => {
    expect(tasksAt(rate, workload, { ...settings, ...changed })).toBe(expected);
  });

  test("are more if the workload has a p99 that they would miss", () => {
    // At 60 % of the time of one worker, 99 of 100 requests wait at most 4 ms * ln(60) / 0.4 = 41 ms.
    expect(tasksAt(1500, { ...workload, p99Ms: 46 }, settings)).toBe(10);
    expect(tasksAt(1500, { ...workload, p99Ms: 20 }, settings)).toBeGreaterThan(10);
  });
});

test.each([
  ["new connections", workload, 1 / 25],
  ["bytes", { ...workload, requestBytes: 100_000, responseBytes: 900_000 - 500 }, 3.6],
])("the load balancer is billed for the dimension with the most: %s", (_dimension, one, units) => {
  expect(capacityUnitHours({ ...one, requestsPerMonth: SECONDS_PER_MONTH }) / 730).toBeCloseTo(units, 9);
});
