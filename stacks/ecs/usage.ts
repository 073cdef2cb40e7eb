// How much of what AWS bills a month's traffic uses. Units are those of prices.ts; docs/costs/ecs.md derives the formula.
import { APPLICATION_UNIT, capacityUnitHours as unitHours } from "@modelport/aws/capacity-units";
import { gibPerMonth, instancesAt, loggedBytes, monthlyMean, workersFor, type Workload } from "@modelport/target-kit";
import { ALARMS } from "./alarm-rules.ts";
import { facts } from "./facts.ts";
import type { EcsSettings } from "./settings.ts";

/** The app's line for a request at info or below, measured on the packaged server. */
const APP_LOG_BYTES = 200;

/** Two for each policy of target tracking: https://docs.aws.amazon.com/autoscaling/application/userguide/target-tracking-scaling-policy-overview.html */
const ALARMS_PER_POLICY = 2;

/** Metrics of a cluster with one service, and what enhanced observability adds for a task with one container. */
export const INSIGHTS_METRICS = { ofCluster: 38, ofTask: 20 } as const;

/**
 * Zones of a default VPC, which has a subnet in each: https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc-components.html,
 * and the regions' zones in https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html.
 */
const ZONES: Readonly<Record<string, number>> = { "us-east-1": 6, "eu-west-1": 3 };

/** How many tasks serve `requestsPerSecond`: scaling keeps them at its targets, and at the workload's p99 if it has one. */
export function tasksAt(requestsPerSecond: number, workload: Workload, settings: EcsSettings): number {
  const vcpus = settings.cpu / 1024;
  const byLoad = instancesAt(requestsPerSecond, workload, {
    speed: Math.min(1, vcpus),
    serversPerInstance: workersFor(vcpus),
    maxUtilization: settings.targetCpuPercent / 100,
    minInstances: settings.minTasks,
  });
  const { targetRequestsPerMinute } = settings;
  return targetRequestsPerMinute === undefined
    ? byLoad
    : Math.max(byLoad, Math.ceil((requestsPerSecond * 60) / targetRequestsPerMinute));
}

/** Mean tasks of the month that run in addition to `minTasks`. */
export function tasksBeyondMinimum(workload: Workload, settings: EcsSettings): number {
  return monthlyMean(workload, (rate) => tasksAt(rate, workload, settings) - settings.minTasks);
}

/** Capacity units of the load balancer in use for an hour. */
export function capacityUnitHours(workload: Workload): number {
  return unitHours(workload, APPLICATION_UNIT, facts.timeouts.value.frontIdleSeconds);
}

/** Whether the load balancer has public addresses; the program refuses a shared one that differs. */
export function facesInternet(settings: EcsSettings): boolean {
  return settings.public || settings.allowedCidrs.length > 0;
}

/** The zones in which the load balancer, or an endpoint, has an address. */
export function zonesOf(subnetIds: readonly string[], region: string): number {
  return subnetIds.length > 0 ? subnetIds.length : (ZONES[region] ?? 3);
}

/** Interface endpoints of the VPC: ECR's two, CloudWatch Logs, and that of ECS Exec. */
export function interfaceEndpoints({ ecsExec }: EcsSettings): number {
  return ecsExec ? 4 : 3;
}

/** Alarms that are billed, those that target tracking makes included. */
export function alarmMetrics(settings: EcsSettings): number {
  const policies = settings.targetRequestsPerMinute === undefined ? 1 : 2;
  return (settings.alarms ? ownAlarms(settings) : 0) + policies * ALARMS_PER_POLICY;
}

/** One for the stack's own load balancer, and the others for each target group, of which all deployments but rolling ones have two. */
function ownAlarms({ deployment, listenerArn }: EcsSettings): number {
  const ofGroup = ALARMS.filter(({ of }) => of === "group").length;
  const ofBalancer = listenerArn === undefined ? ALARMS.length - ofGroup : 0;
  return ofBalancer + ofGroup * (deployment === "rolling" ? 1 : 2);
}

/** Log lines of a month in GB. */
export function logGB(workload: Workload, { logLevel }: EcsSettings): number {
  return gibPerMonth(workload, loggedBytes(logLevel, APP_LOG_BYTES));
}
