import { SECONDS_PER_MONTH, type Workload } from "@modelport/target-kit";
import { describeCosts } from "@modelport/target-suite";
import { expect, test } from "vitest";
import { eks } from "../target.ts";
import { capacityUnitHours } from "../usage.ts";
import { suite } from "./suite.testing.ts";

const workload: Workload = {
  requestsPerMonth: 1e6,
  durationMs: 2,
  memoryMiB: 512,
  requestBytes: 300,
  responseBytes: 150,
  peakFactor: 3,
};
const requests = (requestsPerMonth: number, durationMs = 2) => ({ ...workload, requestsPerMonth, durationMs });

const three = { nodeType: "t3.small", nodes: 3, maxReplicas: 4 };

describeCosts(eks, suite, {
  scenarios: {
    "no requests": { workload: requests(0) },
    "no requests, one node": { workload: requests(0), settings: { nodes: 1 } },
    "1 million requests": { workload: requests(1e6) },
    "1 million, with the free tier": { workload: requests(1e6), freeTier: true },
    "1 million, public": { workload: requests(1e6), settings: { public: true } },
    "1 million, behind an Ingress of its own": {
      workload: requests(1e6),
      settings: { public: true, host: "churn.example.com", ingressClass: "alb" },
    },
    "1 million, behind a shared Ingress": {
      workload: requests(1e6),
      settings: { public: true, host: "churn.example.com", ingressClass: "nginx" },
    },
    "1 million, public, in Ireland": { workload: requests(1e6), settings: { public: true }, region: "eu-west-1" },
    "1 million, public, in Frankfurt": { workload: requests(1e6), settings: { public: true }, region: "eu-central-1" },
    "1 million, in given subnets, with all logs": {
      workload: requests(1e6),
      settings: {
        subnetIds: ["subnet-0a1b2c3d4e5f6071a", "subnet-0a1b2c3d4e5f6071b"],
        clusterLogs: ["api", "audit", "authenticator", "controllerManager", "scheduler"],
      },
    },
    "1 million, on a version in extended support": {
      workload: requests(1e6),
      settings: { kubernetesVersion: "1.34", extendedSupport: true },
    },
    "1 million, the day before 1.35 leaves standard support": {
      workload: requests(1e6),
      settings: { kubernetesVersion: "1.35", extendedSupport: true },
      on: "2027-03-26",
    },
    "1 million, the day on which 1.35 leaves standard support": {
      workload: requests(1e6),
      settings: { kubernetesVersion: "1.35", extendedSupport: true },
      on: "2027-03-27",
    },
    "1 million, committed for a year": { workload: requests(1e6), commitment: true },
    "1 million, in Auto Mode": { workload: requests(1e6), settings: { autoMode: true } },
    "1 million, public in an existing cluster": {
      workload: requests(1e6),
      settings: { cluster: "shared", apiCidrs: undefined, public: true },
    },
    "1 million of 200 ms, as in the course": { workload: requests(1e6, 200) },
    "1 million on three t3.small, by the course's prices": {
      workload: requests(1e6),
      settings: three,
      priceBook: "course",
    },
    "100 million": { workload: requests(1e8) },
    "100 million of 200 ms, as in the course": { workload: requests(1e8, 200) },
    "100 million of 200 ms, in Auto Mode, public": {
      workload: requests(1e8, 200),
      settings: { autoMode: true, public: true },
    },
    "1 billion": { workload: requests(1e9) },
    "1 billion on m7i.xlarge, public": {
      workload: requests(1e9),
      settings: { nodeType: "m7i.xlarge", nodes: 3, maxReplicas: 30, public: true },
    },
  },
  byHand: {
    "1 million, the day before 1.35 leaves standard support": {
      "Control plane": 730 * 0.1,
      "Extended support of the version": 0,
      "Control plane logs": 2.2 * 0.5,
      "Nodes, t3.medium": 3 * 730 * 0.0416,
      "Nodes, t3.medium, for traffic": 0,
      "CPU beyond the baseline of burstable nodes": 0,
      "Disks of the nodes": 3 * 20 * 0.08,
      "Disks of the nodes, for traffic": 0,
      "Public IPv4 addresses": 3 * 730 * 0.005,
      "Public IPv4 addresses, for traffic": 0,
      "Images in the repository": 0.1 * 0.1,
    },
    "1 million, the day on which 1.35 leaves standard support": {
      // Together 0.60 an hour.
      "Control plane": 730 * 0.1,
      "Extended support of the version": 730 * 0.5,
      "Control plane logs": 2.2 * 0.5,
      "Nodes, t3.medium": 3 * 730 * 0.0416,
      "Nodes, t3.medium, for traffic": 0,
      "CPU beyond the baseline of burstable nodes": 0,
      "Disks of the nodes": 3 * 20 * 0.08,
      "Disks of the nodes, for traffic": 0,
      "Public IPv4 addresses": 3 * 730 * 0.005,
      "Public IPv4 addresses, for traffic": 0,
      "Images in the repository": 0.1 * 0.1,
    },
    "1 million, committed for a year": {
      "Control plane": 730 * 0.1,
      "Control plane logs": 2.2 * 0.5,
      "Nodes, t3.medium, committed": 3 * 730 * 0.0416 * 0.73,
      "Nodes, t3.medium, for traffic": 0,
      "CPU beyond the baseline of burstable nodes": 0,
      "Disks of the nodes": 3 * 20 * 0.08,
      "Disks of the nodes, for traffic": 0,
      "Public IPv4 addresses": 3 * 730 * 0.005,
      "Public IPv4 addresses, for traffic": 0,
      "Images in the repository": 0.1 * 0.1,
    },
    "1 million, public": {
      "Control plane": 730 * 0.1,
      // 2 GB of audit lines and 0.2 of the authenticator.
      "Control plane logs": 2.2 * 0.5,
      "Nodes, t3.medium": 3 * 730 * 0.0416,
      "Nodes, t3.medium, for traffic": 0,
      // 1,000,000 requests of 2 ms are 0.0008 vCPUs, and three nodes may use 3 * 2 * 20 %.
      "CPU beyond the baseline of burstable nodes": 0,
      "Disks of the nodes": 3 * 20 * 0.08,
      "Disks of the nodes, for traffic": 0,
      "Public IPv4 addresses": 3 * 730 * 0.005,
      "Public IPv4 addresses, for traffic": 0,
      "Load balancer": 730 * 0.0225,
      // Each request leaves a connection idle for 350 s, of which 100,000 are one unit.
      "Capacity units of the load balancer": (((1e6 / 2_628_000) * 350) / 100_000) * 730 * 0.006,
      "Public IPv4 addresses, of the load balancer": 3 * 730 * 0.005,
      "Responses to the internet": (150e6 / 2 ** 30) * 0.09,
      "Images in the repository": 0.1 * 0.1,
    },
    "1 million on three t3.small, by the course's prices": {
      // "About 120": 72 and three times 15.
      "Control plane": 72,
      "Control plane logs": 0,
      "Nodes, t3.small": 45,
      "Nodes, t3.small, for traffic": 0,
      "CPU beyond the baseline of burstable nodes": 0,
      "Disks of the nodes": 0,
      "Disks of the nodes, for traffic": 0,
      "Public IPv4 addresses": 0,
      "Public IPv4 addresses, for traffic": 0,
      "Images in the repository": 0,
    },
  },
});

test.each([
  ["idle connections", workload, 350 / 100_000],
  ["bytes", { ...workload, requestBytes: 100_000, responseBytes: 900_000 - 500 }, 3.6],
])("the load balancer is billed for the dimension with the most: %s", (_dimension, one, units) => {
  expect(capacityUnitHours({ ...one, requestsPerMonth: SECONDS_PER_MONTH }) / 730).toBeCloseTo(units, 9);
});
