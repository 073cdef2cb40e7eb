import {
  instancePrices,
  instancePricesInIreland,
  lambdaRequests,
  lambdaRequestsInIreland,
  savingsPlans,
} from "@modelport/aws/compute-prices";
import { nodeTypeOf, unitsOf } from "@modelport/aws/instance-types";
import { accountAllowances, accountPrices, accountPricesInIreland, keptLogGB } from "@modelport/aws/prices";
import { COUNTRIES, REGIONS_SOURCE } from "@modelport/aws/regions";
import {
  committedPrices,
  defineTarget,
  elsewhere,
  type Facts,
  fixedLine,
  gibPerMonth,
  HOURS_PER_MONTH,
  instancesAt,
  monthlyMean,
  type Price,
  priceList,
  usageLine,
  type Workload,
} from "@modelport/target-kit";
import { APP_LOG_BYTES, judgment, notDeployed, stated, TARGET_UTILIZATION, withoutDeployment } from "./alternative.ts";

const { price } = priceList({ region: "us-east-1", readOn: "2026-11-30" });

const guide = "https://docs.aws.amazon.com/lambda/latest/dg/lambda-managed-instances.html";
const practices = "https://docs.aws.amazon.com/lambda/latest/dg/lambda-managed-instances-best-practices.html";
const quotas = "https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html";
const refactix =
  "https://refactix.com/cloud-infrastructure-devops/lambda-managed-instances-when-dedicated-ec2-pays-off";

/** Three by default, one in each zone. Lambda chooses the types; m7i is the family whose price is known. */
const LEAST_INSTANCES = 3;
const TYPES = ["m7i.large", "m7i.xlarge", "m7i.2xlarge", "m7i.4xlarge"] as const;
/** What the system and Lambda's own processes need of an instance. */
const USABLE_MEMORY = 0.8;
const LOG_RETENTION_DAYS = 30;

const facts = {
  title: "AWS Lambda Managed Instances",
  limits: {
    memoryMiB: stated(32_768, refactix, "Of a function, since March 2026; 10 GB without Managed Instances."),
    vcpus: stated(16, refactix),
    requestTimeoutSeconds: stated(900, quotas),
    requestBytes: stated(6_000_000, quotas),
    responseBytes: stated(6_000_000, quotas),
    unpackedArtifactBytes: stated(262_144_000, quotas, "Of a zip; an image may have 10 GB."),
    concurrentRequestsPerInstance: stated(
      64,
      "https://edjgeek.com/blog/lambda-managed-instances/",
      "Per vCPU on Node.js.",
    ),
    instances: stated(null, guide, "The capacity provider's own limit in vCPUs, and the account's quota of EC2."),
  },
  qualities: {
    latency: stated(
      "consistent",
      guide,
      "Instances run before requests arrive; twice the traffic takes five minutes to follow.",
    ),
    scaling: stated("automatic", guide, "By the CPU of the instances."),
    scalesToZero: stated(false, practices, "Three instances run by default."),
    gpu: stated(false, guide, "Not offered."),
    operations: stated("low", guide, "AWS patches, replaces and scales the instances."),
    lockIn: stated("high", judgment, "A function with Lambda's programming model, in a capacity provider."),
    people: stated(1, judgment, "As lambda."),
  },
  offers: {
    networkControl: stated(false, guide, "A VPC and security groups for what the function reaches."),
    hoursPerMonth: stated(3, judgment, "As lambda, and the VPC of the instances."),
    imageBytes: stated(10 * 1024 ** 3, quotas),
  },
  regions: stated(COUNTRIES, REGIONS_SOURCE, "All regions of the vendor; a new or small one may not have it."),
  ...withoutDeployment,
  cannot: [
    { what: "follow a sudden peak", reason: "Above twice the traffic within five minutes it rejects requests." },
  ],
} as const satisfies Facts;

const listed = {
  requests: lambdaRequests,
  instances: { ...instancePrices.m7i, name: "Instances, m7i" },
  management: price({
    name: "Management of the instances",
    unit: "USD of instances",
    usd: 0.15,
    grade: "secondary",
    source: `${refactix}, 2026-04-28`,
    note: "A share of the list price on demand, which neither commitments nor Spot lower.",
  }),
  logIngestion: accountPrices.logIngestion,
  logStorage: accountPrices.logStorage,
  egress: accountPrices.egress,
} satisfies Record<string, Price>;

/** What a Compute Savings Plan covers, and the id of the price that it leaves. */
const covered = { instances: "committedInstances" } as const;

const withPlan = (list: typeof listed) => ({ ...list, ...committedPrices(list, covered, savingsPlans.instances) });

/** The smallest instance that holds the memory; the largest if none does, which the limit then rejects. */
function typeFor(memoryMiB: number) {
  const holds = (type: (typeof TYPES)[number]) => nodeTypeOf(type).memoryGiB * 1024 * USABLE_MEMORY >= memoryMiB;
  return TYPES.find(holds) ?? "m7i.4xlarge";
}

function moreInstances(workload: Workload, vcpus: number): number {
  const minInstances = LEAST_INSTANCES;
  const scaling = { serversPerInstance: vcpus, maxUtilization: TARGET_UTILIZATION, minInstances };
  return monthlyMean(workload, (rate) => instancesAt(rate, workload, scaling) - minInstances);
}

/** EC2 by the hour with a share for its management, and requests; no GB-seconds. Its VPC's way to CloudWatch is not counted. */
export const lambdaManaged = defineTarget({
  ...notDeployed,
  name: "lambda-managed",
  facts,
  prices: withPlan(listed),
  pricesElsewhere: {
    "eu-west-1": withPlan(
      elsewhere(listed, {
        region: "eu-west-1",
        readOn: "2026-12-01",
        read: {
          requests: lambdaRequestsInIreland,
          instances: instancePricesInIreland.m7i,
          management: { usd: listed.management.usd, source: listed.management.source, grade: listed.management.grade },
          logIngestion: accountPricesInIreland.logIngestion,
          logStorage: accountPricesInIreland.logStorage,
          egress: accountPricesInIreland.egress,
        },
      }),
    ),
  },
  switches: {
    spot: { note: "Managed Instances are on demand." },
    commitment: {
      note: "A Compute Savings Plan covers instances that run at every hour; not their management or the requests.",
      prices: covered,
    },
  },
  allowances: accountAllowances,
  cost: ({ workload, settings, prices, allowances }) => {
    const type = typeFor(workload.memoryMiB);
    const hour: Price = {
      ...prices.instances,
      name: `Instances, ${type}`,
      unit: "instance-hour",
      usd: prices.instances.usd * unitsOf(type),
    };
    const kept = LEAST_INSTANCES * HOURS_PER_MONTH;
    const more = moreInstances(workload, nodeTypeOf(type).vcpus) * HOURS_PER_MONTH;
    const forTraffic = (each: Price): Price => ({ ...each, name: `${each.name}, for traffic` });
    const logs = gibPerMonth(workload, APP_LOG_BYTES);
    return [
      fixedLine(hour, kept),
      usageLine(forTraffic(hour), more),
      fixedLine(prices.management, kept * hour.usd),
      usageLine(forTraffic(prices.management), more * hour.usd),
      usageLine(prices.requests, workload.requestsPerMonth / 1e6),
      usageLine(prices.logIngestion, logs, allowances.logIngestion),
      usageLine(prices.logStorage, keptLogGB(logs, LOG_RETENTION_DAYS)),
      ...(settings.public
        ? [usageLine(prices.egress, gibPerMonth(workload, workload.responseBytes), allowances.egress)]
        : []),
    ];
  },
});
