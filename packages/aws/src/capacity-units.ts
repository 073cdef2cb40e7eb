// Capacity units of a load balancer, by which AWS bills what passes it. Free of Pulumi.
import { HOURS_PER_MONTH, SECONDS_PER_MONTH, type Workload } from "@modelport/target-kit";

/** Headers of a request and of its response, as curl and the server send them. */
const HEADER_BYTES = 500;

/** One unit, by dimension: https://aws.amazon.com/elasticloadbalancing/pricing. */
interface Unit {
  readonly newConnectionsPerSecond: number;
  readonly activeConnections: number;
  readonly gigabytesPerHour: number;
}

export const APPLICATION_UNIT: Unit = { newConnectionsPerSecond: 25, activeConnections: 3000, gigabytesPerHour: 1 };
export const NETWORK_UNIT: Unit = { newConnectionsPerSecond: 800, activeConnections: 100_000, gigabytesPerHour: 1 };

/**
 * Units in use for an hour, by the dimension with the most. Each request opens a connection and leaves it open for the idle
 * timeout, which is the most that callers can cause. A request is compared with one or two rules, and the first ten are free.
 */
export function capacityUnitHours(
  { requestsPerMonth, requestBytes, responseBytes }: Workload,
  { newConnectionsPerSecond, activeConnections, gigabytesPerHour }: Unit,
  idleSeconds: number,
): number {
  const perSecond = requestsPerMonth / SECONDS_PER_MONTH;
  const bytes = requestBytes + responseBytes + HEADER_BYTES;
  const dimensions = [
    perSecond / newConnectionsPerSecond,
    (perSecond * idleSeconds) / activeConnections,
    (perSecond * 3600 * bytes) / 1e9 / gigabytesPerHour,
  ];
  return Math.max(...dimensions) * HOURS_PER_MONTH;
}
