import type { Workload } from "@modelport/target-kit";
import { describeCosts } from "@modelport/target-suite";
import { kubernetes } from "../target.ts";
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
const priced = { nodeUsdPerHour: 0.1 };

describeCosts(kubernetes, suite, {
  scenarios: {
    "no requests, nodes without a known price": { workload: requests(0) },
    "no requests": { workload: requests(0), settings: priced },
    "no requests, one pod": { workload: requests(0), settings: { ...priced, minReplicas: 1 } },
    "1 million": { workload: requests(1e6), settings: priced },
    "100 million": { workload: requests(1e8), settings: priced },
    "100 million, a busiest hour of three times the average": { workload: requests(1e8, 2, 3), settings: priced },
    "100 million of 200 ms, as in the course": { workload: requests(1e8, 200), settings: priced },
    "1 billion": { workload: requests(1e9), settings: priced },
    "1 billion, without a known price": { workload: requests(1e9) },
    "1 billion, nodes of 8 vCPUs": {
      workload: requests(1e9),
      settings: { nodeVcpus: 8, nodeMemoryGiB: 32, nodeUsdPerHour: 0.4 },
    },
    "1 billion, a price of the user's own": { workload: requests(1e9), prices: { node: 0.05, peakNode: 0.02 } },
  },
  byHand: {
    // Two pods and one of a rollout reserve 0.75 of 1.93 vCPUs and 1.5 of 5.3 GiB.
    "no requests": { "Nodes for the pods that always run": 730 * 0.1, "Nodes for the busiest hour": 0 },
    // 380.5 requests a second of 2 ms occupy 0.761 vCPUs: five pods at 0.175, two of a rollout, seven on a node.
    "1 billion": { "Nodes for the pods that always run": 730 * 0.1, "Nodes for the busiest hour": 0 },
    // 38.05 requests a second of 200 ms occupy 7.61 vCPUs: 44 pods at 0.175, 11 of a rollout, eight nodes.
    "100 million of 200 ms, as in the course": {
      "Nodes for the pods that always run": 730 * 0.1,
      "Nodes for the busiest hour": 7 * 730 * 0.1,
    },
  },
});
