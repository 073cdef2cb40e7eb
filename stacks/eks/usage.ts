// How much of what AWS bills a month's traffic uses.
import { capacityUnitHours as unitHours, NETWORK_UNIT } from "@modelport/aws/capacity-units";
import { podsAtPeak, podsPerNode } from "@modelport/kubernetes-workload";
import {
  atRate,
  gibPerMonth,
  HOURS_PER_MONTH,
  monthlyMean,
  SECONDS_PER_MONTH,
  type Workload,
} from "@modelport/target-kit";
import { nodeTypeOf } from "./node-types.ts";
import { nodesNeeded, roomOf } from "./nodes.ts";
import type { EksSettings } from "./settings.ts";

/** How long a Network Load Balancer keeps an idle TCP connection: https://docs.aws.amazon.com/elasticloadbalancing/latest/network/network-load-balancers.html */
const IDLE_SECONDS = 350;

/** Audit lines grow with the objects and controllers of a cluster, not with requests to the workload. */
const LOG_GB: Readonly<Record<string, number>> = { audit: 2 };
const OTHER_LOG_GB = 0.2;

/** Places for pods, those of a rollout included, for each pod that serves. */
const ROLLOUT = 1.25;

/** Zones of the subnets that the stack chooses, which are at most three. */
export const MOST_ZONES = 3;

/** Whole nodes that serve a rate, however many `maxReplicas` allows. */
function nodesAt(requestsPerSecond: number, workload: Workload, settings: EksSettings): number {
  return nodesNeeded(podsAtPeak(atRate(workload, requestsPerSecond), settings), settings, settings.nodeType);
}

/** Mean nodes of the month that are always there, and those that traffic adds. In Auto Mode EKS adds and removes them. */
export function nodesOf(workload: Workload, settings: EksSettings): { readonly always: number; readonly more: number } {
  if (!settings.autoMode) {
    const most = nodesNeeded(podsAtPeak(workload, settings), settings, settings.nodeType);
    return { always: settings.nodes, more: Math.max(0, most - settings.nodes) };
  }
  const always = nodesAt(0, workload, settings);
  return { always, more: monthlyMean(workload, (rate) => nodesAt(rate, workload, settings) - always) };
}

/**
 * vCPU-hours that requests take from burstable nodes beyond what these may use without a charge. Nodes beyond the declared ones are
 * counted in fractions, because the line must not fall where traffic needs one more.
 */
export function surplusVcpuHours(workload: Workload, settings: EksSettings): number {
  const { nodeType, nodes, requestVcpus, cpuTargetPercent } = settings;
  const { vcpus, baseline } = nodeTypeOf(nodeType);
  if (baseline === undefined) return 0;
  const pods = podsPerNode(settings, roomOf(nodeType, nodes)) / ROLLOUT;
  const busyAtPeak = pods * requestVcpus * (cpuTargetPercent / 100);
  const busy = (workload.requestsPerMonth / SECONDS_PER_MONTH) * (workload.durationMs / 1000);
  const free = Math.max(nodes, (busy * workload.peakFactor) / busyAtPeak) * vcpus * baseline;
  return Math.max(0, busy - free) * HOURS_PER_MONTH;
}

/** Capacity units of the load balancer in use for an hour. */
export function capacityUnitHours(workload: Workload): number {
  return unitHours(workload, NETWORK_UNIT, IDLE_SECONDS);
}

/** Whether a load balancer of its own faces the internet. */
export function facesInternet({ public: isPublic, host, allowedCidrs }: EksSettings): boolean {
  return (isPublic && host === undefined) || allowedCidrs.length > 0;
}

/** Whether the AWS Load Balancer Controller makes a load balancer for the stack's Ingress. */
export function hasIngressBalancer({ host, gateway, ingressClass }: EksSettings): boolean {
  return host !== undefined && gateway === undefined && ingressClass === "alb";
}

export function clusterLogGB({ clusterLogs }: EksSettings): number {
  return clusterLogs.reduce((sum, log) => sum + (LOG_GB[log] ?? OTHER_LOG_GB), 0);
}

export const responseGB = (workload: Workload): number => gibPerMonth(workload, workload.responseBytes);
