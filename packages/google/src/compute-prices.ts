// What Google charges for computing, where two platforms use the same: Cloud Run's instances, E2 machines, and commitments. Free of Pulumi.
import { type Discount, type Price, priceList } from "@modelport/target-kit";
import { vendor } from "./prices.ts";
import { quoted, runPricing } from "./run/prices.ts";

const { price } = priceList({ region: "us-central1", readOn: "2026-11-25" });

const lifetime = "From an instance's first request to 15 minutes after its last, for instances beyond the minimum.";

/** Instances of Cloud Run whose CPU is always allocated. */
export const instancePrices = {
  instanceVcpu: price({
    name: "CPU of instances",
    unit: "vCPU-second",
    usd: 0.000018,
    ...runPricing,
    note: lifetime,
  }),
  instanceMemory: price({ name: "Memory of instances", unit: "GiB-second", usd: 0.000002, ...quoted, note: lifetime }),
} satisfies Record<string, Price>;

const compute = {
  grade: "catalog",
  source:
    "Cloud Billing API of 2026-08-03 in https://github.com/cloudpilot-ai/karpenter-provider-gcp at 373e2baa, initial-prices.json",
} as const;

/** USD an hour of an e2-standard-2: Google bills E2 machines by their vCPUs and memory, so that the others cost in proportion. */
export const MACHINE_HOURS = {
  "us-central1": { onDemand: 0.06701, spot: 0.04021 },
  "europe-west1": { onDemand: 0.07372, spot: 0.0357 },
  "europe-west3": { onDemand: 0.08634, spot: 0.04193 },
  "europe-southwest1": { onDemand: 0.07908, spot: 0.04129 },
} as const;

export type MachineRegion = keyof typeof MACHINE_HOURS;

/** The e2-standard-2 of a region, on demand or as a Spot VM. */
export function machineHour(region: MachineRegion, kind: "onDemand" | "spot", name: string): Price {
  return priceList({ region, readOn: "2026-11-30" }).price({
    name,
    unit: "e2-standard-2 hour",
    usd: MACHINE_HOURS[region][kind],
    ...compute,
    note: "An e2-small counts as a quarter, an e2-medium as a half, an e2-standard-4 as two.",
  });
}

const readOn = "2026-12-01";

/** What a commitment of one year leaves of list prices. */
export const commitments = {
  cloudRunByRequest: {
    share: 0.83,
    ...vendor("a committed use discount of one year, 17 % less, https://cloud.google.com/run/cud"),
    readOn,
  },
  cloudRunByInstance: {
    share: 0.72,
    ...vendor("a flexible committed use discount of one year, 28 % less, https://cloud.google.com/run/cud"),
    readOn,
  },
  machines: {
    share: 0.72,
    ...vendor(
      "a flexible committed use discount of one year, 28 % less, https://cloud.google.com/kubernetes-engine/cud",
    ),
    readOn,
  },
} as const satisfies Record<string, Discount>;
