// List prices of us-east-1 in USD, each with its evidence.
import type { Allowance, Price, PriceGrade } from "@modelport/target-kit";

const region = "us-east-1";
const lambdaPricing = "aws.amazon.com/lambda/pricing";
const artillery = "prices.js of the npm package artillery 2.0.28, by AWS's rate codes";
const gatewayPaper =
  "docs.aws.amazon.com/whitepapers/latest/best-practices-api-gateway-private-apis-integration/cost-optimization.html";
const cloudWatchPricing = "aws.amazon.com/cloudwatch/pricing, a stored copy";

type Row = readonly [
  name: string,
  unit: string,
  usd: number,
  grade: PriceGrade,
  source: string,
  readOn: string,
  note?: string,
];

const price = ([name, unit, usd, grade, source, readOn, note]: Row): Price => ({
  name,
  unit,
  usd,
  region,
  source,
  grade,
  effectiveFrom: null,
  readOn,
  ...(note === undefined ? {} : { note }),
});

const duration =
  "Each request's duration is rounded up to a millisecond; it is taken as the workload states it, though below 1769 MiB " +
  "a function has less than one processor. Starts are billed too, and not counted here. Cheaper above 6 billion GB-seconds.";
const provisioned = "Requests that find a provisioned instance; those above it are billed as usual.";

export const prices = {
  requests: price([
    "Requests",
    "million requests",
    0.2,
    "quoted",
    `${lambdaPricing}, quoted by api-evangelist`,
    "2026-09-20",
  ]),
  computeX86: price(["Compute, x86_64", "GB-second", 0.0000166667, "secondary", artillery, "2026-11-25", duration]),
  computeArm: price(["Compute, arm64", "GB-second", 0.0000133334, "secondary", artillery, "2026-11-25", duration]),
  provisionedX86: price([
    "Provisioned concurrency, x86_64",
    "GB-second",
    0.0000041667,
    "secondary",
    artillery,
    "2026-11-25",
  ]),
  provisionedArm: price([
    "Provisioned concurrency, arm64",
    "GB-second",
    0.0000033334,
    "unverified",
    "general knowledge",
    "2026-11-25",
  ]),
  provisionedComputeX86: price([
    "Compute on provisioned instances, x86_64",
    "GB-second",
    0.0000097222,
    "secondary",
    artillery,
    "2026-11-25",
    provisioned,
  ]),
  provisionedComputeArm: price([
    "Compute on provisioned instances, arm64",
    "GB-second",
    0.0000077778,
    "unverified",
    "general knowledge",
    "2026-11-25",
    provisioned,
  ]),
  functionUrl: price([
    "Function URL",
    "million requests",
    0,
    "secondary",
    "api-evangelist, 2026-05",
    "2026-11-25",
    "No charge beside the function's own.",
  ]),
  httpApi: price([
    "HTTP API",
    "million requests",
    1,
    "quoted",
    "aws.amazon.com/api-gateway/pricing, quoted by api-evangelist",
    "2026-09-20",
    "A request counts for each 512 KB. Above 300 million 0.90.",
  ]),
  restApi: price([
    "REST API",
    "million requests",
    3.5,
    "vendor",
    gatewayPaper,
    "2026-11-25",
    "Above 333 million 2.80.",
  ]),
  logIngestion: price([
    "Log lines taken in",
    "GB",
    0.5,
    "secondary",
    "c3x.dev 2026-06, duckbillgroup.com 2025-05",
    "2026-11-25",
    "Of requests without errors.",
  ]),
  logStorage: price([
    "Log lines kept",
    "GB-month",
    0.03,
    "secondary",
    "c3x.dev 2026-06, duckbillgroup.com 2025-05",
    "2026-11-25",
    "As after a whole retention period, compressed to 15 %, which AWS's own examples assume.",
  ]),
  alarms: price([
    "Alarms",
    "alarm metric",
    0.1,
    "secondary",
    "several cost estimates that cite aws.amazon.com/cloudwatch/pricing",
    "2026-11-25",
  ]),
  metrics: price([
    "Metrics of its own",
    "metric",
    0.3,
    "secondary",
    "signoz.io/guides/cloudwatch-pricing, 2026-02-15",
    "2026-11-25",
    "Six, for the hours with a request; batches add two. Their log lines are counted with the others.",
  ]),
  imageStorage: price([
    "Images in the repository",
    "GB-month",
    0.1,
    "secondary",
    "cloudburn.io, 2026-03",
    "2026-11-25",
    "One image with its base; of further ones only what differs is stored.",
  ]),
  traces: price([
    "X-Ray traces",
    "million traces",
    5,
    "unverified",
    "general knowledge",
    "2026-11-25",
    "The first request of each second and 5 % of the others.",
  ]),
  egress: price([
    "Answers to the internet",
    "GB",
    0.09,
    "secondary",
    "several price comparisons, undated",
    "2026-11-25",
    "Bodies only. The first 10 TB; nothing within the region.",
  ]),
} as const satisfies Record<string, Price>;

type AllowanceRow = readonly [
  name: string,
  unit: string,
  quantity: number,
  grade: PriceGrade,
  source: string,
  readOn: string,
  note?: string,
];

const allowance = ([name, unit, quantity, grade, source, readOn, note]: AllowanceRow): Allowance => ({
  name,
  unit,
  quantity,
  source,
  grade,
  effectiveFrom: null,
  readOn,
  ...(note === undefined ? {} : { note }),
});

/** What AWS gives away each month without an end; API Gateway's first year is left out. */
export const allowances = {
  requests: allowance([
    "Requests",
    "million requests",
    1,
    "quoted",
    `${lambdaPricing}, quoted by api-evangelist`,
    "2026-09-20",
  ]),
  compute: allowance([
    "Compute",
    "GB-second",
    400_000,
    "quoted",
    `${lambdaPricing}, quoted by api-evangelist`,
    "2026-09-20",
    "Not with provisioned concurrency.",
  ]),
  logIngestion: allowance([
    "Log lines",
    "GB",
    5,
    "vendor",
    cloudWatchPricing,
    "2026-11-25",
    "Taken in, kept and searched together; taken off what is taken in.",
  ]),
  alarms: allowance(["Alarms", "alarm metric", 10, "vendor", cloudWatchPricing, "2026-11-25"]),
  metrics: allowance(["Metrics of its own", "metric", 10, "vendor", cloudWatchPricing, "2026-11-25"]),
  egress: allowance([
    "Answers to the internet",
    "GB",
    100,
    "unverified",
    "general knowledge",
    "2026-11-25",
    "Of all services of the account together.",
  ]),
} as const satisfies Record<string, Allowance>;

type PriceId = keyof typeof prices;

const nothing = Object.fromEntries(Object.keys(prices).map((id) => [id, 0])) as Record<PriceId, number>;

/** Section 12.5 of the course: requests and GB-seconds, and nothing else. */
export const course: Readonly<Record<PriceId, number>> = {
  ...nothing,
  requests: 0.2,
  computeX86: 0.0000166,
  computeArm: 0.0000166,
};
