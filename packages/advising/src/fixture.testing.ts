// Two made-up targets: one that costs by the request, and one that costs by the month in steps.
import {
  type CostLine,
  defineTarget,
  type Facts,
  factsRead,
  fixedLine,
  noTimeouts,
  priceList,
  usageLine,
} from "@modelport/target-kit";
import * as z from "zod";
import { parseRequirements, type RawRequirements } from "./requirements.ts";

const { price } = priceList({ region: "us-test-1", readOn: "2026-12-01" });
const stated = factsRead("2026-12-01");
const fact = <T>(value: T) => stated(value, "https://example.com/limits");

export const facts: Facts = {
  title: "A platform",
  limits: {
    memoryMiB: fact(10_240),
    vcpus: fact(6),
    requestTimeoutSeconds: fact(900),
    requestBytes: fact(6_000_000),
    responseBytes: fact(6_000_000),
    unpackedArtifactBytes: fact(262_144_000),
    concurrentRequestsPerInstance: fact(1),
    instances: fact(1000),
  },
  qualities: {
    latency: fact("variable"),
    scaling: fact("automatic"),
    scalesToZero: fact(true),
    gpu: fact(false),
    operations: fact("low"),
    lockIn: fact("high"),
    people: fact(1),
  },
  timeouts: fact({ ...noTimeouts, requestSeconds: 900, cpuPausedBetweenRequests: true }),
  cannot: [{ what: "use a GPU", reason: "It has none." }],
  destroyBlockers: [],
};

const byRequest = {
  requests: price({ name: "Requests", unit: "million requests", usd: 4, grade: "secondary", source: "a table" }),
};
const byMonth = {
  cluster: price({ name: "Cluster", unit: "month", usd: 70, grade: "vendor", source: "the vendor's page" }),
  nodes: price({ name: "Nodes", unit: "node", usd: 30, grade: "quoted", source: "a quote" }),
};

export const metered = defineTarget({
  name: "metered",
  artifacts: ["lambda-zip"],
  settings: z.strictObject({}),
  facts,
  prices: byRequest,
  allowances: {},
  outputs: {},
  cost: ({ workload, prices }) => [usageLine(prices.requests, workload.requestsPerMonth / 1e6)],
});

/** Another node for each 50 million requests of 100 ms in the busiest hour. */
export const stepped = defineTarget({
  name: "stepped",
  artifacts: ["oci-image"],
  settings: z.strictObject({}),
  facts: {
    ...facts,
    limits: { ...facts.limits, memoryMiB: { ...fact(null), note: "A node." } },
    qualities: { ...facts.qualities, latency: fact("consistent"), lockIn: fact("low"), people: fact(5) },
    offers: { networkControl: fact(true), existingCluster: fact(true) },
  },
  prices: byMonth,
  allowances: {},
  outputs: {},
  cost: ({ workload, prices }): readonly CostLine[] => {
    const { requestsPerMonth, durationMs, peakFactor } = workload;
    const nodes = Math.floor((requestsPerMonth * (durationMs / 100) * peakFactor) / 50e6);
    return [fixedLine(prices.cluster, 1), fixedLine(prices.nodes, 1), usageLine(prices.nodes, nodes)];
  },
});

export const targets = [metered, stepped];

export const requirements = (fields: RawRequirements = {}) =>
  parseRequirements({ requestsPerMonth: 1e6, durationMs: 100, memoryMiB: 512, peakFactor: 1, ...fields });
