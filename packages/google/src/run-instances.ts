// How many instances of a Cloud Run service a load keeps. Free of Pulumi.

/** The CPU load at which another instance starts: https://cloud.google.com/run/docs/about-instance-autoscaling. */
const TARGET_LOAD = 0.6;
/** The longest that an idle instance is kept: the same page. */
export const KEPT_SECONDS = 900;

/** Mean instances that work on requests of `seconds`, each of which serves `servers` at the same time; at least one. */
export function neededInstances(perSecond: number, seconds: number, servers: number): number {
  return Math.max(1, (perSecond * seconds) / TARGET_LOAD / servers);
}

/** Mean instances that exist, busy or idle, if none is always kept. */
export function aliveInstances(perSecond: number, seconds: number, servers: number): number {
  const needed = neededInstances(perSecond, seconds, servers);
  return needed * -Math.expm1(-(perSecond / needed) * (seconds + KEPT_SECONDS));
}
