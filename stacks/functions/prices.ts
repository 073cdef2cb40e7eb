// List prices in USD, each with its evidence: those of Cloud Run, and what builds and stores a function.
import { commitments } from "@modelport/google/compute-prices";
import { vendor } from "@modelport/google/prices";
import { requestAllowances, requestPrices, requestPricesElsewhere, requestsCovered } from "@modelport/google/run";
import {
  type Allowance,
  committedPrices,
  elsewhere,
  type Price,
  priceList,
  type Switches,
} from "@modelport/target-kit";

const { price, allowance } = priceList({ region: "us-central1", readOn: "2026-12-01" });

const buildPricing = vendor("https://cloud.google.com/build/pricing, a stored copy");
const storagePricing = { grade: "secondary", source: "several price comparisons, undated" } as const;

const listed = {
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

const withCommitment = (list: typeof listed) => ({
  ...list,
  ...committedPrices(list, requestsCovered, commitments.cloudRunByRequest),
});

export const prices = withCommitment(listed);

export const switches = {
  spot: { note: "Cloud Functions has no spare capacity to buy." },
  commitment: {
    note: "A committed use discount of Cloud Run covers instances and requests of the quietest hour in every hour: 17 % less.",
    prices: requestsCovered,
  },
} satisfies Switches<keyof typeof prices>;

const pricesIn = (region: keyof typeof requestPricesElsewhere) =>
  withCommitment(elsewhere(listed, { region, readOn: "2026-11-30", read: requestPricesElsewhere[region] }));

export const pricesElsewhere = {
  "europe-west1": pricesIn("europe-west1"),
  "europe-west3": pricesIn("europe-west3"),
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
