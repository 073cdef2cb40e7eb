import { IMAGE_GB, keptLogGB } from "@modelport/aws/prices";
import {
  type CostInputs,
  type CostLine,
  fixedLine,
  gibPerMonth,
  HOURS_PER_MONTH,
  type Price,
  usageLine,
} from "@modelport/target-kit";
import type { allowances as freeTier, prices as listPrices } from "./prices.ts";
import type { EcsSettings } from "./settings.ts";
import {
  alarmMetrics,
  capacityUnitHours,
  facesInternet,
  INSIGHTS_METRICS,
  interfaceEndpoints,
  logGB,
  tasksBeyondMinimum,
  zonesOf,
} from "./usage.ts";

type Inputs = CostInputs<EcsSettings, typeof listPrices, typeof freeTier>;

/** The month's lines: the tasks, the load balancer, addresses or endpoints, and what CloudWatch, ECR and egress cost. */
export function cost(inputs: Inputs): readonly CostLine[] {
  const { workload, settings, prices, allowances } = inputs;
  const logs = logGB(workload, settings);
  return [
    ...taskLines(inputs),
    ...(settings.listenerArn === undefined ? [fixedLine(prices.loadBalancer, HOURS_PER_MONTH)] : []),
    usageLine(prices.capacityUnits, capacityUnitHours(workload)),
    ...addressLines(inputs),
    ...endpointLines(inputs, logs),
    usageLine(prices.logIngestion, logs, allowances.logIngestion),
    usageLine(prices.logStorage, keptLogGB(logs, settings.logRetentionDays)),
    fixedLine(prices.alarms, Math.max(0, alarmMetrics(settings) - allowances.alarms.quantity)),
    ...insightsLines(inputs),
    fixedLine(prices.imageStorage, IMAGE_GB),
    ...(facesInternet(settings)
      ? [usageLine(prices.egress, gibPerMonth(workload, workload.responseBytes), allowances.egress)]
      : []),
  ];
}

/** The price for what the tasks beyond the minimum use. */
const beyondMinimum = (price: Price): Price => ({ ...price, name: `${price.name}, beyond the minimum` });

/** The minimum runs all month; what traffic adds runs on Spot, if that is on. */
function taskLines({ workload, settings, prices }: Inputs): readonly CostLine[] {
  const [vcpus, gigabytes] = [settings.cpu / 1024, settings.memoryMiB / 1024];
  const kept = settings.minTasks * HOURS_PER_MONTH;
  const more = tasksBeyondMinimum(workload, settings) * HOURS_PER_MONTH;
  return [
    fixedLine(prices.vcpu, kept * vcpus),
    fixedLine(prices.memory, kept * gigabytes),
    usageLine(settings.spot ? prices.spotVcpu : beyondMinimum(prices.vcpu), more * vcpus),
    usageLine(settings.spot ? prices.spotMemory : beyondMinimum(prices.memory), more * gigabytes),
  ];
}

function addressLines({ workload, settings, prices }: Inputs): readonly CostLine[] {
  const { loadBalancerSubnetIds, subnetIds, listenerArn, minTasks } = settings;
  const subnets = loadBalancerSubnetIds.length > 0 ? loadBalancerSubnetIds : subnetIds;
  const ownsPublic = listenerArn === undefined && facesInternet(settings);
  const ofLoadBalancer = ownsPublic ? zonesOf(subnets, prices.publicIpv4.region) : 0;
  const tasksHaveOne = settings.egress === "public-ip";
  const kept = ofLoadBalancer + (tasksHaveOne ? minTasks : 0);
  const more = tasksBeyondMinimum(workload, settings);
  return [
    ...(kept > 0 ? [fixedLine(prices.publicIpv4, kept * HOURS_PER_MONTH)] : []),
    ...(tasksHaveOne ? [usageLine(beyondMinimum(prices.publicIpv4), more * HOURS_PER_MONTH)] : []),
  ];
}

function endpointLines({ settings, prices }: Inputs, logs: number): readonly CostLine[] {
  if (settings.egress !== "vpc-endpoints") return [];
  const zones = zonesOf(settings.subnetIds, prices.endpoints.region);
  return [
    fixedLine(prices.endpoints, interfaceEndpoints(settings) * zones * HOURS_PER_MONTH),
    usageLine(prices.endpointData, logs),
  ];
}

function insightsLines({ workload, settings, prices, allowances }: Inputs): readonly CostLine[] {
  const { ofCluster, ofTask } = INSIGHTS_METRICS;
  if (settings.containerInsights === "disabled") return [];
  if (settings.containerInsights === "enabled")
    return [fixedLine(prices.insights, ofCluster - allowances.metrics.quantity)];
  return [
    fixedLine(prices.enhancedInsights, ofCluster + ofTask * settings.minTasks),
    usageLine(beyondMinimum(prices.enhancedInsights), ofTask * tasksBeyondMinimum(workload, settings)),
  ];
}
