// List prices in USD, each with its evidence.
import { lambdaRequests, lambdaRequestsInIreland, savingsPlans } from "@modelport/aws/compute-prices";
import {
  accountAllowances,
  accountPrices,
  accountPricesInIreland,
  irelandsCloudWatch,
  irelandsPriceList as ireland,
} from "@modelport/aws/prices";
import {
  type Allowance,
  committedPrices,
  elsewhere,
  type Price,
  priceList,
  type Switches,
} from "@modelport/target-kit";

const { price, allowance } = priceList({ region: "us-east-1", readOn: "2026-11-25" });

const lambdaPricing = {
  grade: "quoted",
  source: "https://aws.amazon.com/lambda/pricing, quoted by api-evangelist",
  readOn: "2026-09-20",
} as const;
const artillery = {
  grade: "secondary",
  source: "prices.js of the npm package artillery 2.0.28, by AWS's rate codes",
} as const;
const unverified = { grade: "unverified", source: "general knowledge" } as const;

const duration =
  "Each request's duration is rounded up to a millisecond; it is taken as the workload states it, although below 1769 MiB " +
  "a function has less than one vCPU. Starts are billed too, and not counted here. Cheaper above 6 billion GB-seconds.";
const provisioned = "Requests that find a provisioned instance; those beyond it are billed as usual.";

const listed = {
  requests: lambdaRequests,
  computeX86: price({ name: "Compute, x86_64", unit: "GB-second", usd: 0.0000166667, ...artillery, note: duration }),
  computeArm: price({ name: "Compute, arm64", unit: "GB-second", usd: 0.0000133334, ...artillery, note: duration }),
  provisionedX86: price({
    name: "Provisioned concurrency, x86_64",
    unit: "GB-second",
    usd: 0.0000041667,
    ...artillery,
  }),
  provisionedArm: price({
    name: "Provisioned concurrency, arm64",
    unit: "GB-second",
    usd: 0.0000033334,
    ...unverified,
  }),
  provisionedComputeX86: price({
    name: "Compute on provisioned instances, x86_64",
    unit: "GB-second",
    usd: 0.0000097222,
    ...artillery,
    note: provisioned,
  }),
  provisionedComputeArm: price({
    name: "Compute on provisioned instances, arm64",
    unit: "GB-second",
    usd: 0.0000077778,
    ...unverified,
    note: provisioned,
  }),
  functionUrl: price({
    name: "Function URL",
    unit: "million requests",
    usd: 0,
    grade: "secondary",
    source: "api-evangelist, 2026-05",
    note: "No charge beyond the function's own.",
  }),
  httpApi: price({
    name: "HTTP API",
    unit: "million requests",
    usd: 1,
    grade: "quoted",
    source: "https://aws.amazon.com/api-gateway/pricing, quoted by api-evangelist",
    readOn: "2026-09-20",
    note: "A request counts once per 512 KB. Cheaper above 300 million.",
  }),
  restApi: price({
    name: "REST API",
    unit: "million requests",
    usd: 3.5,
    grade: "vendor",
    source:
      "https://docs.aws.amazon.com/whitepapers/latest/best-practices-api-gateway-private-apis-integration/cost-optimization.html",
    note: "Cheaper above 333 million.",
  }),
  logIngestion: accountPrices.logIngestion,
  logStorage: accountPrices.logStorage,
  alarms: accountPrices.alarms,
  metrics: price({
    name: "Custom metrics",
    unit: "metric",
    usd: 0.3,
    grade: "secondary",
    source: "https://signoz.io/guides/cloudwatch-pricing, 2026-02-15",
    note: "Six, for the hours with a request; batches add two. Their log lines are counted with the others.",
  }),
  imageStorage: accountPrices.imageStorage,
  traces: price({
    name: "X-Ray traces",
    unit: "million traces",
    usd: 5,
    ...unverified,
    note: "The first request of each second and 5 % of the others.",
  }),
  egress: accountPrices.egress,
} satisfies Record<string, Price>;

/** What a Compute Savings Plan covers, and the ids of the prices that it leaves: what is billed by the GB-second, not the requests. */
const covered = {
  computeX86: "committedX86",
  computeArm: "committedArm",
  provisionedX86: "committedProvisionedX86",
  provisionedArm: "committedProvisionedArm",
  provisionedComputeX86: "committedProvisionedComputeX86",
  provisionedComputeArm: "committedProvisionedComputeArm",
} as const;

const withPlan = (list: typeof listed) => ({ ...list, ...committedPrices(list, covered, savingsPlans.lambda) });

export const prices = withPlan(listed);

export const switches = {
  spot: { note: "Lambda has no spare capacity to buy." },
  commitment: {
    note: "A Compute Savings Plan covers the GB-seconds of the quietest hour in every hour; not the requests.",
    prices: covered,
  },
} satisfies Switches<keyof typeof prices>;

export const pricesElsewhere = {
  "eu-west-1": withPlan(
    elsewhere(listed, {
      region: "eu-west-1",
      readOn: "2026-10-04",
      read: {
        requests: lambdaRequestsInIreland,
        computeX86: { usd: 0.0000166667, ...ireland },
        httpApi: { usd: 1.11, ...ireland },
        metrics: { usd: 0.3, ...irelandsCloudWatch },
        ...accountPricesInIreland,
      },
    }),
  ),
};

/** What AWS gives away each month without a time limit; API Gateway's first year is left out. */
export const allowances = {
  requests: allowance({ name: "Requests", unit: "million requests", quantity: 1, ...lambdaPricing }),
  compute: allowance({
    name: "Compute",
    unit: "GB-second",
    quantity: 400_000,
    ...lambdaPricing,
    note: "Not with provisioned concurrency.",
  }),
  ...accountAllowances,
} satisfies Record<string, Allowance>;

type PriceId = keyof typeof prices;

const nothing = Object.fromEntries(Object.keys(prices).map((id) => [id, 0])) as Record<PriceId, number>;

/** Section 12.5 of the course: requests and GB-seconds, and nothing else. */
export const course: Readonly<Record<PriceId, number>> = {
  ...nothing,
  requests: 0.2,
  computeX86: 0.0000166,
  computeArm: 0.0000166,
};
