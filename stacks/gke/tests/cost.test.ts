import type { Workload } from "@modelport/target-kit";
import { describeCosts } from "@modelport/target-suite";
import { expect, test } from "vitest";
import { gke } from "../target.ts";
import { suite } from "./suite.testing.ts";

const workload: Workload = {
  requestsPerMonth: 1e6,
  durationMs: 2,
  memoryMiB: 512,
  requestBytes: 400,
  responseBytes: 200,
  peakFactor: 1,
};
const requests = (requestsPerMonth: number, durationMs = 2, peakFactor = 1) => ({
  ...workload,
  requestsPerMonth,
  durationMs,
  peakFactor,
});
const standard = { mode: "standard" };
const hours = 730;

describeCosts(gke, suite, {
  scenarios: {
    "no requests": { workload: requests(0) },
    "no requests, free tier": { workload: requests(0), freeTier: true },
    "no requests, Standard": { workload: requests(0), settings: standard },
    "no requests, Standard, free tier": { workload: requests(0), settings: standard, freeTier: true },
    "no requests, an existing cluster": { workload: requests(0), settings: { cluster: "shared" } },
    "1 million": { workload: requests(1e6) },
    "1 million, public, with metrics": {
      workload: requests(1e6),
      settings: { public: true, metrics: "pod-monitoring" },
    },
    "100 million": { workload: requests(1e8) },
    "100 million, Standard": { workload: requests(1e8), settings: standard },
    "100 million, a busiest hour of three times the average": { workload: requests(1e8, 20, 3) },
    "100 million of 200 ms, as in the course": { workload: requests(1e8, 200) },
    "100 million of 200 ms, Standard": {
      workload: requests(1e8, 200),
      settings: { ...standard, maxReplicas: 50 },
    },
    "100 million of 200 ms, committed for a year": { workload: requests(1e8, 200), commitment: true },
    "no requests, Standard, by the switches for Spot and a commitment": {
      workload: requests(0),
      settings: standard,
      spot: true,
      commitment: true,
    },
    "no requests, by the switch for Spot, which Autopilot leaves as it is": { workload: requests(0), spot: true },
    "1 billion": { workload: requests(1e9) },
    "1 billion, Spot nodes with public addresses": {
      workload: requests(1e9, 20),
      settings: { ...standard, spot: true, privateNodes: false, machineType: "e2-standard-4" },
    },
    "1 billion, behind a host of one's own": {
      workload: requests(1e9),
      settings: { public: true, host: "churn.example.com" },
    },
    "1 million in Belgium, where Autopilot's prices are unknown": { workload: requests(1e6), region: "europe-west1" },
    "1 million in Frankfurt, Standard": { workload: requests(1e6), settings: standard, region: "europe-west3" },
  },
  byHand: {
    // Two pods of 0.25 vCPUs and 0.5 GiB, each with 1 GiB of storage.
    "no requests": {
      "Cluster fee": hours * 0.1,
      "CPU of pods, always": 2 * hours * 0.25 * 0.0445,
      "Memory of pods, always": 2 * hours * 0.5 * 0.0049225,
      "Storage of pods, always": 2 * hours * 0.0000548,
      "CPU of pods, by load": 0,
      "Memory of pods, by load": 0,
      "Storage of pods, by load": 0,
      "Log entries": 0,
      Images: 0.11 * 0.1,
    },
    // 38.05 requests a second of 200 ms need 44 pods at 0.175 vCPUs: 42 more than always run.
    "100 million of 200 ms, as in the course": {
      "Cluster fee": hours * 0.1,
      "CPU of pods, always": 2 * hours * 0.25 * 0.0445,
      "Memory of pods, always": 2 * hours * 0.5 * 0.0049225,
      "Storage of pods, always": 2 * hours * 0.0000548,
      "CPU of pods, by load": 42 * hours * 0.25 * 0.0445,
      "Memory of pods, by load": 42 * hours * 0.5 * 0.0049225,
      "Storage of pods, by load": 42 * hours * 0.0000548,
      "Log entries": (1e8 * 600 * 0.5) / 2 ** 30,
      Images: 0.11 * 0.1,
    },
    // Even traffic: every hour uses as much.
    "100 million of 200 ms, committed for a year": {
      "Cluster fee": hours * 0.1,
      "CPU of pods, always, committed": 2 * hours * 0.25 * 0.0445 * 0.72,
      "Memory of pods, always, committed": 2 * hours * 0.5 * 0.0049225 * 0.72,
      "Storage of pods, always, committed": 2 * hours * 0.0000548 * 0.72,
      "CPU of pods, by load, committed": 42 * hours * 0.25 * 0.0445 * 0.72,
      "Memory of pods, by load, committed": 42 * hours * 0.5 * 0.0049225 * 0.72,
      "Storage of pods, by load, committed": 42 * hours * 0.0000548 * 0.72,
      "Log entries": (1e8 * 600 * 0.5) / 2 ** 30,
      Images: 0.11 * 0.1,
    },
    // Nobody commits to Spot VMs.
    "no requests, Standard, by the switches for Spot and a commitment": {
      "Cluster fee": hours * 0.1,
      "Spot nodes, always": 3 * hours * 0.04021,
      "Disks of nodes, always": 3 * 50 * 0.1,
      "Spot nodes, by load": 0,
      "Disks of nodes, by load": 0,
      "Log entries": 0,
      Images: 0.11 * 0.1,
    },
    // Three nodes of two vCPUs, one in each zone, with 50 GB each.
    "no requests, Standard": {
      "Cluster fee": hours * 0.1,
      "Nodes, always": 3 * hours * 0.06701,
      "Disks of nodes, always": 3 * 50 * 0.1,
      "Nodes, by load": 0,
      "Disks of nodes, by load": 0,
      "Log entries": 0,
      Images: 0.11 * 0.1,
    },
  },
});

test("the credit covers the fee of one Autopilot cluster, and nothing of a regional Standard cluster", () => {
  const feeOf = (settings: object) => gke.cost(requests(0), { ...settings }, { freeTier: true })[0]?.usdPerMonth;
  expect(feeOf({})).toBe(0);
  expect(feeOf(standard)).toBeCloseTo(73);
});

test.each([
  ["none, of a private Service", {}, false],
  ["that of the Service", { public: true }, true],
  ["that of Google's Ingress", { public: true, host: "churn.example.com" }, true],
  ["none, of another controller's Ingress", { public: true, host: "churn.example.com", ingressClass: "nginx" }, false],
  ["none, of a Gateway", { public: true, host: "churn.example.com", gateway: "infra/public" }, false],
])("the load balancer that is paid for is %s", (_title, settings, isPaid) => {
  const names = new Set(gke.cost(requests(1e6), settings, {}).map(({ name }) => name));
  expect(names.has("Load balancer")).toBe(isPaid);
  expect(names.has("Responses through the load balancer")).toBe(isPaid && "host" in settings);
});

test("what has no known price in a region is unknown, and not free", () => {
  const unknown = gke
    .cost(requests(1e6), {}, { region: "europe-southwest1" })
    .filter(({ isUnknown }) => isUnknown === true)
    .map(({ name }) => name);
  expect(unknown).toEqual([
    "CPU of pods, always",
    "Memory of pods, always",
    "Storage of pods, always",
    "CPU of pods, by load",
    "Memory of pods, by load",
    "Storage of pods, by load",
  ]);
});
