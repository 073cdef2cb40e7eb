import { expect, test } from "vitest";
import { allocatable, nodesFor, podsAtPeak, podsOn, podsPerNode, surgeOf } from "./capacity.ts";
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
  const { vcpus, memoryMiB, pods } = allocatable({ vcpus: 2, memoryGiB: 8 });
  expect(vcpus).toBeCloseTo(1.93, 9);
  expect(memoryMiB).toBeCloseTo((8 - 4 * 0.25 - 4 * 0.2) * 1024 - 100, 9);
  expect(pods).toBe(110);
});

test.each([
  [{ vcpus: 2, memoryGiB: 8 }, 7],
  [{ vcpus: 2, memoryGiB: 2 }, 2],
  [{ vcpus: 0.2, memoryGiB: 8 }, 0],
])("%j holds %d pods", (node, pods) => {
  expect(podsPerNode(pod, allocatable(node))).toBe(pods);
});

test.each([
  [{ vcpus: 100, memoryMiB: 1e6, pods: 4 }, 4],
  [{ vcpus: 1, memoryMiB: 1e6, pods: 110 }, 4],
  [{ vcpus: -0.1, memoryMiB: 1e6, pods: 110 }, 0],
  [{ vcpus: 1, memoryMiB: 1e6, pods: 0 }, 0],
])("the room %j holds %d pods", (room, pods) => {
  expect(podsPerNode(pod, room)).toBe(pods);
});

test("three nodes of 2 GiB do not hold ten pods of 512 MiB", () => {
  expect(nodesFor(10, pod, allocatable({ vcpus: 2, memoryGiB: 2 }))).toBe(7);
});

test("the pods of a rollout need room too", () => {
  const room = allocatable({ vcpus: 2, memoryGiB: 8 });
  expect(nodesFor(5, pod, room)).toBe(1);
  expect(nodesFor(6, pod, room)).toBe(2);
});

test("nodes hold the most pods whose surge still fits", () => {
  for (let places = 0; places <= 60; places += 1) {
    const most = podsOn(places, pod, { vcpus: 0.25, memoryMiB: 512, pods: 1 });
    expect(most + surgeOf(most), `${most} pods`).toBeLessThanOrEqual(places);
    expect(most + 1 + surgeOf(most + 1), `${most} pods on ${places} nodes`).toBeGreaterThan(places);
  }
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

test("a p99 may need more pods than the load, and one below the service time none", () => {
  const pods = (p99Ms?: number) =>
    podsAtPeak({ ...requests(100, 10), ...(p99Ms !== undefined && { p99Ms }) }, settings);
  // 10 ms take 20 ms on half a vCPU, which 6 pods keep busy for a third of the time.
  expect(pods(200)).toBe(6);
  expect(pods(40)).toBeGreaterThan(6);
  expect(pods(20)).toBe(6);
});
