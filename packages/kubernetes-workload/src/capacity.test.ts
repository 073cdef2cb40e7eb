import { expect, test } from "vitest";
import { allocatable, nodesFor, podsAtPeak, podsPerNode } from "./capacity.ts";
import type { WorkloadSettings } from "./settings.ts";

const pod = { requestVcpus: 0.25, requestMemoryMiB: 512 };
const settings = { ...pod, limitVcpus: 0.5, cpuTargetPercent: 70, minReplicas: 2 } as WorkloadSettings;
const requests = (perSecond: number, durationMs: number, peakFactor = 1) => ({
  requestsPerMonth: perSecond * 730 * 3600,
  durationMs,
  memoryMiB: 512,
  requestBytes: 400,
  responseBytes: 200,
  peakFactor,
});

test("a node keeps what GKE says: 0.07 of 2 vCPUs, and 1.8 of 8 GiB with the eviction threshold", () => {
  const { vcpus, memoryMiB } = allocatable({ vcpus: 2, memoryGiB: 8 });
  expect(vcpus).toBeCloseTo(1.93, 9);
  expect(memoryMiB).toBeCloseTo((8 - 4 * 0.25 - 4 * 0.2) * 1024 - 100, 9);
});

test.each([
  [{ vcpus: 2, memoryGiB: 8 }, 7],
  [{ vcpus: 2, memoryGiB: 2 }, 2],
  [{ vcpus: 0.2, memoryGiB: 8 }, 0],
])("%j holds %d pods", (node, pods) => {
  expect(podsPerNode(pod, node)).toBe(pods);
});

test("three nodes of 2 GiB do not hold ten pods of 512 MiB", () => {
  expect(nodesFor(10, pod, { vcpus: 2, memoryGiB: 2 })).toBe(7);
});

test("the pods of a rollout need room too", () => {
  expect(nodesFor(5, pod, { vcpus: 2, memoryGiB: 8 })).toBe(1);
  expect(nodesFor(6, pod, { vcpus: 2, memoryGiB: 8 })).toBe(2);
});

test.each([
  [requests(0, 2), {}, 2],
  // 100 a second of 10 ms occupy one vCPU, of which a pod may use 0.175.
  [requests(100, 10), {}, 6],
  [requests(100, 10, 3), {}, 18],
  // A larger limit makes answers faster, not the autoscaler's target larger.
  [requests(100, 10), { limitVcpus: 1 }, 6],
  [requests(100, 10), { limitVcpus: 4 }, 6],
  [requests(100, 10), { requestVcpus: 0.5 }, 3],
])("%j with %j needs %d pods", (workload, changed, pods) => {
  expect(podsAtPeak(workload, { ...settings, ...changed })).toBe(pods);
});
