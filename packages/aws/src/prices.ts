// What AWS charges an account for whatever the compute is: logs, alarms, images and egress. Free of Pulumi.
import { type Allowance, DAYS_PER_MONTH, type Price, priceList } from "@modelport/target-kit";

const { price, allowance } = priceList({ region: "us-east-1", readOn: "2026-11-25" });

const logsPricing = { grade: "secondary", source: "c3x.dev 2026-06, duckbillgroup.com 2025-05" } as const;
const cloudWatchPricing = {
  grade: "vendor",
  source: "https://aws.amazon.com/cloudwatch/pricing, a stored copy",
} as const;

/** The share of its size that an archived log line takes, as AWS's own examples assume. */
const ARCHIVED_SHARE = 0.15;

/** The inference image on node:24-slim, compressed. */
export const IMAGE_GB = 0.1;

/** The list prices of us-east-1 that every target on AWS may have to pay. */
export const accountPrices = {
  logIngestion: price({
    name: "Log ingestion",
    unit: "GB",
    usd: 0.5,
    ...logsPricing,
    note: "For requests without errors.",
  }),
  logStorage: price({
    name: "Log storage",
    unit: "GB-month",
    usd: 0.03,
    ...logsPricing,
    note: "As after a full retention period, compressed to 15 %, as AWS's own examples assume.",
  }),
  alarms: price({
    name: "Alarms",
    unit: "alarm metric",
    usd: 0.1,
    grade: "secondary",
    source: "several cost estimates that cite https://aws.amazon.com/cloudwatch/pricing",
  }),
  imageStorage: price({
    name: "Images in the repository",
    unit: "GB-month",
    usd: 0.1,
    grade: "secondary",
    source: "cloudburn.io, 2026-03",
    note: "One image with its base; further images store only what differs.",
  }),
  egress: price({
    name: "Responses to the internet",
    unit: "GB",
    usd: 0.09,
    grade: "secondary",
    source: "several price comparisons, undated",
    note: "Response bodies only. The first 10 TB; free within the region.",
  }),
} satisfies Record<string, Price>;

/** A public IPv4 address, whatever has it; `note` says what does. */
export const publicIpv4 = (note: string): Price =>
  price({
    name: "Public IPv4 addresses",
    unit: "address-hour",
    usd: 0.005,
    grade: "vendor",
    source: "https://aws.amazon.com/blogs/aws/new-aws-public-ipv4-address-charge-public-ip-insights",
    readOn: "2026-12-01",
    effectiveFrom: "2024-02-01",
    note,
  });

/** AWS's price list of Ireland, as a public repository keeps it with the SKU of each row; CloudWatch's rows are older. */
export const irelandsPriceList = {
  grade: "catalog",
  source: "AWS Price List in https://github.com/henderjm/world-cup-sweepstake, docs/costs/aws-ireland-rates.json",
  readOn: "2026-10-04",
} as const;
export const irelandsCloudWatch = { ...irelandsPriceList, readOn: "2026-09-22" } as const;

export const publicIpv4InIreland = { usd: 0.005, ...irelandsPriceList } as const;

/** What `elsewhere` reads for eu-west-1 in the place of `accountPrices`. */
export const accountPricesInIreland = {
  logIngestion: { usd: 0.57, ...irelandsCloudWatch },
  logStorage: { usd: 0.03, ...irelandsCloudWatch },
  alarms: { usd: 0.1, ...irelandsCloudWatch },
  imageStorage: { usd: 0.1, ...irelandsPriceList },
  egress: { usd: 0.09, ...irelandsPriceList },
} as const;

/** What AWS gives an account each month without a time limit. */
export const accountAllowances = {
  logIngestion: allowance({
    name: "Log lines",
    unit: "GB",
    quantity: 5,
    ...cloudWatchPricing,
    note: "Covers ingestion, storage and queries together; deducted from ingestion.",
  }),
  alarms: allowance({ name: "Alarms", unit: "alarm metric", quantity: 10, ...cloudWatchPricing }),
  metrics: allowance({ name: "Custom metrics", unit: "metric", quantity: 10, ...cloudWatchPricing }),
  egress: allowance({
    name: "Responses to the internet",
    unit: "GB",
    quantity: 100,
    grade: "unverified",
    source: "general knowledge",
    note: "For all services of the account together.",
  }),
} satisfies Record<string, Allowance>;

/** What a log group holds once its first lines are old enough to be deleted, in GB-months a month. */
export function keptLogGB(gbPerMonth: number, retentionDays: number): number {
  return (gbPerMonth * ARCHIVED_SHARE * retentionDays) / DAYS_PER_MONTH;
}
