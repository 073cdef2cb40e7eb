// What Google charges a project for whatever the compute is: log entries, images and egress. Free of Pulumi.
import { type Allowance, type Price, priceList } from "@modelport/target-kit";

const { price, allowance } = priceList({ region: "us-central1", readOn: "2026-11-25" });

export const vendor = (source: string) => ({ grade: "vendor", source }) as const;

const loggingPricing = {
  ...vendor("https://cloud.google.com/stackdriver/pricing, a stored copy"),
  effectiveFrom: "2018-07-01",
};
const registryPricing = vendor("https://cloud.google.com/artifact-registry/pricing, a stored copy");

/** The layers that images share: the base image and the native library. Measured on node:24-slim. */
const SHARED_LAYERS_GB = 0.108;
/** Code, model and configuration of one image. */
const OWN_LAYERS_GB = 0.0002;

/** The list prices of us-central1 that every target on Google Cloud may have to pay. */
export const projectPrices = {
  logs: price({ name: "Log entries", unit: "GiB", usd: 0.5, ...loggingPricing, note: "Kept for 30 days." }),
  registry: price({ name: "Images", unit: "GB-month", usd: 0.1, ...registryPricing }),
  egress: price({
    name: "Responses to the internet",
    unit: "GiB",
    usd: 0.12,
    grade: "secondary",
    source: "several price comparisons, undated",
    note: "Response bodies only. Premium tier within North America; free within the region.",
  }),
} satisfies Record<string, Price>;

/** What Google gives away each month to a billing account (log entries: to a project). */
export const projectAllowances = {
  logs: allowance({ name: "Log entries", unit: "GiB", quantity: 50, ...loggingPricing }),
  registry: allowance({ name: "Images", unit: "GB-month", quantity: 0.5, ...registryPricing }),
  egress: allowance({
    name: "Responses to the internet",
    unit: "GiB",
    quantity: 1,
    ...vendor("https://cloud.google.com/run/pricing, a stored copy"),
    note: "Within North America.",
  }),
} satisfies Record<string, Allowance>;

/** The total size of the images in a repository that keeps `keepImages`, in GB. */
export function imagesGB({ keepImages }: { readonly keepImages: number }): number {
  return SHARED_LAYERS_GB + keepImages * OWN_LAYERS_GB;
}
