import { APPLICATION_UNIT, capacityUnitHours } from "@modelport/aws/capacity-units";
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
  IMAGE_GB,
  keptLogGB,
  publicIpv4,
  publicIpv4InIreland,
} from "@modelport/aws/prices";
import { COUNTRIES, REGIONS_SOURCE } from "@modelport/aws/regions";
import {
  committedPrices,
  defineTarget,
  elsewhere,
  type Facts,
  FARGATE_SIZES,
  fargateMemory,
  fixedLine,
  gibPerMonth,
  HOURS_PER_MONTH,
  instancesAt,
  monthlyMean,
  type Price,
  usageLine,
  workersFor,
  type Workload,
} from "@modelport/target-kit";
import {
  APP_LOG_BYTES,
  course,
  judgment,
  notDeployed,
  stated,
  TARGET_UTILIZATION,
  withoutDeployment,
} from "./alternative.ts";

const made = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/express-service-work.html";
const fargate = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/AWS_Fargate.html";
const balancer = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html";

/** The defaults of the same page: a task of 1 vCPU, a minimum of one, scaled at 60 % of its CPU. */
const USUAL = { cpu: 1024, minTasks: 1, idleSeconds: 60, alarms: 3, logRetentionDays: 30 } as const;
/** The load balancer has an address in at least two zones. */
const ZONES = 2;

const facts = {
  title: "AWS ECS Express Mode",
  limits: {
    memoryMiB: stated(122_880, fargate, "As of every task on Fargate, with 16 vCPUs."),
    vcpus: stated(16, fargate),
    requestTimeoutSeconds: stated(null, balancer, "The load balancer limits only the time in which no byte is sent."),
    requestBytes: stated(null, balancer, "The load balancer streams bodies."),
    responseBytes: stated(null, balancer, "The load balancer streams bodies."),
    unpackedArtifactBytes: stated(
      21_474_836_480,
      "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-task-storage.html",
    ),
    concurrentRequestsPerInstance: stated(null, balancer, "The load balancer sends what arrives."),
    instances: stated(5000, "https://docs.aws.amazon.com/general/latest/gr/ecs-service.html#limits_fargate"),
  },
  qualities: {
    latency: stated("consistent", made, "At least one task runs."),
    scaling: stated("automatic", made, "At 60 % of the CPU."),
    scalesToZero: stated(false, made, "One task and the load balancer are billed by the hour."),
    gpu: stated(false, fargate, "Fargate has none."),
    operations: stated("low", judgment, "ECS on Fargate whose network and load balancer AWS sets up."),
    lockIn: stated("medium", course, "The image runs anywhere; the rest is AWS's."),
    people: stated(
      1,
      judgment,
      "The course says 2 to 3 for managed containers; three inputs replace a dozen resources.",
    ),
  },
  offers: {
    networkControl: stated(false, made, "Express Mode makes the load balancer and the security groups."),
    hoursPerMonth: stated(3, judgment, "Less than ecs, because there is less to keep up to date."),
  },
  regions: stated(COUNTRIES, REGIONS_SOURCE, "All regions of the vendor; a new or small one may not have it."),
  ...withoutDeployment,
  cannot: [
    { what: "shift traffic as blue-green or linear deployments do", reason: "It makes canary deployments only." },
  ],
} as const satisfies Facts;

const listed = {
  ...fargatePrices,
  ...loadBalancerPrices,
  publicIpv4: publicIpv4(
    "One for each task, and one in each of two zones for the load balancer if it faces the internet.",
  ),
  ...accountPrices,
} satisfies Record<string, Price>;

/** What a Compute Savings Plan covers, and the ids of the prices that it leaves. */
const covered = { vcpu: "committedVcpu", memory: "committedMemory" } as const;

const withPlan = (list: typeof listed) => ({ ...list, ...committedPrices(list, covered, savingsPlans.fargate) });

/** Tasks of one vCPU, or of the smallest CPU above it that can have the memory. */
function taskFor(memoryMiB: number) {
  const size =
    FARGATE_SIZES.find(({ cpu, mostMiB }) => cpu >= USUAL.cpu && memoryMiB <= mostMiB) ?? FARGATE_SIZES.at(-1);
  if (size === undefined) throw new RangeError("Fargate has no sizes.");
  return { vcpus: size.cpu / 1024, gigabytes: fargateMemory(size, memoryMiB) / 1024 };
}

function moreTasks(workload: Workload, vcpus: number): number {
  const minInstances = USUAL.minTasks;
  const scaling = { serversPerInstance: workersFor(vcpus), maxUtilization: TARGET_UTILIZATION, minInstances };
  return monthlyMean(workload, (rate) => instancesAt(rate, workload, scaling) - minInstances);
}

/** Fargate and a load balancer of its own; up to 25 services share one, and Express Mode itself costs nothing. */
export const ecsExpress = defineTarget({
  ...notDeployed,
  name: "ecs-express",
  facts,
  prices: withPlan(listed),
  pricesElsewhere: {
    "eu-west-1": withPlan(
      elsewhere(listed, {
        region: "eu-west-1",
        readOn: "2026-12-01",
        read: {
          ...fargatePricesInIreland,
          ...loadBalancerPricesInIreland,
          publicIpv4: publicIpv4InIreland,
          ...accountPricesInIreland,
        },
      }),
    ),
  },
  switches: {
    spot: { note: "Express Mode's cluster has on-demand capacity only." },
    commitment: {
      note: "A Compute Savings Plan covers the CPU and the memory of tasks that run at every hour.",
      prices: covered,
    },
  },
  allowances: accountAllowances,
  cost: ({ workload, settings, prices, allowances }) => {
    const { vcpus, gigabytes } = taskFor(workload.memoryMiB);
    const kept = USUAL.minTasks * HOURS_PER_MONTH;
    const more = moreTasks(workload, vcpus) * HOURS_PER_MONTH;
    const beyond = (price: Price): Price => ({ ...price, name: `${price.name}, beyond the minimum` });
    const logs = gibPerMonth(workload, APP_LOG_BYTES);
    return [
      fixedLine(prices.vcpu, kept * vcpus),
      fixedLine(prices.memory, kept * gigabytes),
      usageLine(beyond(prices.vcpu), more * vcpus),
      usageLine(beyond(prices.memory), more * gigabytes),
      fixedLine(prices.loadBalancer, HOURS_PER_MONTH),
      usageLine(prices.capacityUnits, capacityUnitHours(workload, APPLICATION_UNIT, USUAL.idleSeconds)),
      fixedLine(prices.publicIpv4, kept + (settings.public ? ZONES * HOURS_PER_MONTH : 0)),
      usageLine(beyond(prices.publicIpv4), more),
      usageLine(prices.logIngestion, logs, allowances.logIngestion),
      usageLine(prices.logStorage, keptLogGB(logs, USUAL.logRetentionDays)),
      fixedLine(prices.alarms, Math.max(0, USUAL.alarms - allowances.alarms.quantity)),
      fixedLine(prices.imageStorage, IMAGE_GB),
      ...(settings.public
        ? [usageLine(prices.egress, gibPerMonth(workload, workload.responseBytes), allowances.egress)]
        : []),
    ];
  },
});
