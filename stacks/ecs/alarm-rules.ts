// What goes wrong with a service, as the load balancer's own metrics show; none costs a custom metric.
// Docs: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
import type { AlarmRule } from "@modelport/aws/rules";
import type { EcsSettings } from "./settings.ts";

type Metric = "HTTPCode_ELB_5XX_Count" | "HTTPCode_Target_5XX_Count" | "TargetResponseTime" | "UnHealthyHostCount";

interface LoadBalancerRule extends AlarmRule<Metric, Pick<EcsSettings, "alarmP99Ms">> {
  /** Whether the metric is counted for each target group, or for the load balancer as a whole. */
  readonly of: "group" | "balancer";
}

export const PERIOD_SECONDS = 60;

export const ALARMS: readonly LoadBalancerRule[] = [
  {
    name: "balancer-5xx",
    metric: "HTTPCode_ELB_5XX_Count",
    of: "balancer",
    statistic: { statistic: "Sum" },
    threshold: () => 0,
    periods: { above: 1, of: 5 },
    meaning: "The load balancer found no task for a request, or its connection to a task broke.",
  },
  {
    name: "task-5xx",
    metric: "HTTPCode_Target_5XX_Count",
    of: "group",
    statistic: { statistic: "Sum" },
    threshold: () => 0,
    periods: { above: 1, of: 5 },
    meaning: "A task answered with an error of its own, or refused a request because it was busy.",
  },
  {
    name: "p99",
    metric: "TargetResponseTime",
    of: "group",
    statistic: { extendedStatistic: "p99" },
    // CloudWatch has it in seconds.
    threshold: ({ alarmP99Ms }) => alarmP99Ms / 1000,
    // The first requests of a new task among few others raise the p99 of one minute, which is not a problem.
    periods: { above: 3, of: 5 },
    meaning: "For three of five minutes, one request in a hundred took longer than modelport:alarmP99Ms.",
  },
  {
    name: "unhealthy",
    metric: "UnHealthyHostCount",
    of: "group",
    statistic: { statistic: "Maximum" },
    threshold: () => 0,
    // A task that stops fails its last checks while it is deregistered.
    periods: { above: 3, of: 5 },
    meaning: "A task has not been ready for three of five minutes.",
  },
];
