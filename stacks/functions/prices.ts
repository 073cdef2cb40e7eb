// List prices in USD, each with its evidence: those of Cloud Run, and what builds and stores a function.
import { vendor } from "@modelport/google/prices";
import { requestAllowances, requestPrices, requestPricesElsewhere } from "@modelport/google/run";
import { type Allowance, elsewhere, type Price, priceList } from "@modelport/target-kit";

const { price, allowance } = priceList({ region: "us-central1", readOn: "2026-12-01" });

const buildPricing = vendor("https://cloud.google.com/build/pricing, a stored copy");
const storagePricing = { grade: "secondary", source: "several price comparisons, undated" } as const;

export const prices = {
  ...requestPrices,
  builds: price({
    name: "Builds",
    unit: "build-minute",
    usd: 0.006,
    ...buildPricing,
    note: "On e2-standard-2. Four deployments a month of two minutes each, an assumption.",
  }),
  sources: price({
    name: "Sources",
    unit: "GB-month",
    usd: 0.02,
    ...storagePricing,
    note: "One deployment a week, an assumption, in the stack's bucket and in Google's own.",
  }),
} satisfies Record<string, Price>;

/** Frankfurt is one of Cloud Run's tier 2 regions, where instances cost 40 % more. */
export const pricesElsewhere = {
  "europe-west3": elsewhere(prices, {
    region: "europe-west3",
    readOn: "2026-11-30",
    read: requestPricesElsewhere["europe-west3"],
  }),
};

/** What Google gives away each month to a billing account (log entries: to a project). */
export const allowances = {
  ...requestAllowances,
  builds: allowance({ name: "Builds", unit: "build-minute", quantity: 2500, ...buildPricing }),
  sources: allowance({
    name: "Sources",
    unit: "GB-month",
    quantity: 5,
    ...storagePricing,
    note: "In us-central1, us-east1 and us-west1 together.",
  }),
} satisfies Record<string, Allowance>;
