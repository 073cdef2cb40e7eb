// List prices in USD of request-based billing, each with its evidence.
import { type Allowance, type Price, priceList } from "@modelport/target-kit";
import { projectAllowances, projectPrices, vendor } from "../prices.ts";

const { price, allowance } = priceList({ region: "us-central1", readOn: "2026-11-25" });

export const runPricing = vendor("https://cloud.google.com/run/pricing, a stored copy");
export const quoted = {
  grade: "quoted",
  source: "https://cloud.google.com/run/pricing, quoted by the research notes of a public repository",
  readOn: "2026-09-27",
} as const;

const time =
  "The time in which an instance has a request, rounded up to 100 ms, its starts from zero and its liveness probes, if any; " +
  "the formula is in docs/costs/cloudrun.md.";

export const requestPrices = {
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

/** Its tiers: https://github.com/infracost/infracost, internal/resources/google/util.go. */
export const tier1 = {
  grade: "secondary",
  source: "as in us-central1, since both are in tier 1 by infracost's internal/resources/google/util.go",
} as const;

/** Belgium is in tier 1, Frankfurt in tier 2, where instances cost 40 % more. */
export const requestPricesElsewhere = {
  "europe-west1": {
    requests: { usd: requestPrices.requests.usd, ...tier1 },
    vcpu: { usd: requestPrices.vcpu.usd, ...tier1 },
    memory: { usd: requestPrices.memory.usd, ...tier1 },
    idleVcpu: { usd: requestPrices.idleVcpu.usd, ...tier1 },
    idleMemory: { usd: requestPrices.idleMemory.usd, ...tier1 },
  },
  "europe-west3": {
    requests: { usd: 0.4, ...catalog },
    vcpu: { usd: 0.0000336, ...catalog },
    memory: { usd: 0.0000035, ...catalog },
    idleVcpu: { usd: 0.0000035, ...catalog },
    idleMemory: { usd: 0.0000035, ...catalog },
  },
} as const;

/** What a commitment covers with request-based billing, and the ids of the prices that it leaves. */
export const requestsCovered = {
  requests: "committedRequests",
  vcpu: "committedVcpu",
  memory: "committedMemory",
  idleVcpu: "committedIdleVcpu",
  idleMemory: "committedIdleMemory",
} as const;

const byRequest = { ...runPricing, note: "With request-based billing." };

/** What Google gives away each month to a billing account (log entries: to a project). */
export const requestAllowances = {
  requests: allowance({ name: "Requests", unit: "million requests", quantity: 2, ...byRequest }),
  vcpu: allowance({ name: "Processors", unit: "vCPU-second", quantity: 180_000, ...byRequest }),
  memory: allowance({ name: "Memory", unit: "GiB-second", quantity: 360_000, ...byRequest }),
  ...projectAllowances,
} satisfies Record<string, Allowance>;
