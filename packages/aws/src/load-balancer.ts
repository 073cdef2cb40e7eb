// What an Application Load Balancer is billed for a month's traffic.
import { HOURS_PER_MONTH, SECONDS_PER_MONTH, type Workload } from "@modelport/target-kit";

/** Headers of a request and of its response, as curl and the server send them. */
const HEADER_BYTES = 500;

/** One unit of its capacity, by dimension: https://aws.amazon.com/elasticloadbalancing/pricing. */
const UNIT = { newConnectionsPerSecond: 25, activeConnections: 3000, gigabytesPerHour: 1 } as const;

/**
 * Capacity units in use for an hour, by the dimension with the most. Each request opens a connection and leaves it open for the idle
 * timeout, which is the most that callers can cause. A request is compared with one or two rules, and the first ten are free.
 */
export function applicationUnitHours(workload: Workload, idleSeconds: number): number {
  const { requestsPerMonth, requestBytes, responseBytes } = workload;
  const perSecond = requestsPerMonth / SECONDS_PER_MONTH;
  const bytes = requestBytes + responseBytes + HEADER_BYTES;
  const dimensions = [
    perSecond / UNIT.newConnectionsPerSecond,
    (perSecond * idleSeconds) / UNIT.activeConnections,
    (perSecond * 3600 * bytes) / 1e9 / UNIT.gigabytesPerHour,
  ];
  return Math.max(...dimensions) * HOURS_PER_MONTH;
}
