import type { Workload } from "@modelport/target-kit";
import { describeCosts } from "@modelport/target-suite";
import { functions } from "../target.ts";
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

describeCosts(functions, suite, {
  scenarios: {
    "no requests": { workload: requests(0) },
    "no requests, two instances kept, with the free tier": {
      workload: requests(0),
      settings: { minInstances: 2 },
      freeTier: true,
    },
    "1 million": { workload: requests(1e6) },
    "1 million, with the free tier": { workload: requests(1e6), freeTier: true },
    "1 million of 200 ms, as in the course": { workload: requests(1e6, 200) },
    "1 million, half a vCPU, 512 MiB": { workload: requests(1e6), settings: { vcpus: 0.5, memoryMiB: 512 } },
    "10 million, with the free tier": { workload: requests(1e7), freeTier: true },
    "100 million": { workload: requests(1e8) },
    "100 million of 200 ms, as in the course": { workload: requests(1e8, 200) },
    "100 requests a second, one kept that works all month": {
      workload: requests(100 * 2_628_000),
      settings: { minInstances: 1 },
    },
  },
  byHand: {
    "no requests, two instances kept, with the free tier": {
      Requests: 0,
      "CPU of busy instances": 0,
      "Memory of busy instances": 0,
      // Two instances of 1 vCPU and 1 GiB for a month of 730 hours, at the price of idle ones.
      "CPU of kept instances": 2 * 2_628_000 * 0.0000025,
      "Memory of kept instances": 2 * 2_628_000 * 0.0000025,
      "Log entries": 0,
      Images: 0,
      "Responses to the internet": 0,
      Builds: 0,
      Sources: 0,
    },
    "100 requests a second, one kept that works all month": {
      Requests: 262.8 * 0.4,
      "CPU of busy instances": 2_628_000 * 0.000024,
      // Paid once, as that of a kept instance.
      "Memory of busy instances": 0,
      "CPU of kept instances": 2_628_000 * 0.0000025,
      "Memory of kept instances": 2_628_000 * 0.0000025,
      // 1,000 bytes of Google's own and 600 of the app for each request.
      "Log entries": ((262.8e6 * 1600) / 2 ** 30) * 0.5,
      Images: (0.3 + 10 * 0.018) * 0.1,
      "Responses to the internet": ((262.8e6 * 200) / 2 ** 30) * 0.12,
      Builds: 4 * 2 * 0.006,
      // The current one and those of thirty days, in two buckets.
      Sources: 2 * 0.018 * (1 + 30 / 7) * 0.02,
    },
  },
});
