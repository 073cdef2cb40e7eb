// What goes wrong with a function, as CloudWatch's own metrics of it show; none costs a custom metric.
import type { LambdaSettings } from "./settings.ts";

/** A rule over one metric of the namespace AWS/Lambda. */
interface AlarmRule {
  readonly name: string;
  readonly metric: "Errors" | "Duration" | "Throttles";
  /** CloudWatch has sums and averages as statistics, and percentiles as extended ones. */
  readonly statistic: { readonly statistic: "Sum" } | { readonly extendedStatistic: "p99" };
  /** In the metric's unit; the alarm goes off above it. */
  readonly threshold: (settings: Pick<LambdaSettings, "alarmP99Ms">) => number;
  /** How many of the last periods of five minutes must be above it. */
  readonly periods: { readonly above: number; readonly of: number };
  readonly meaning: string;
}

export const PERIOD_SECONDS = 300;

export const ALARMS: readonly AlarmRule[] = [
  {
    name: "errors",
    metric: "Errors",
    statistic: { statistic: "Sum" },
    threshold: () => 0,
    periods: { above: 1, of: 1 },
    meaning: "An invocation ended without an answer: a crash, a timeout, or not enough memory.",
  },
  {
    name: "p99",
    metric: "Duration",
    statistic: { extendedStatistic: "p99" },
    threshold: ({ alarmP99Ms }) => alarmP99Ms,
    // Two cold starts among few requests raise the p99 of one period, which is not a problem.
    periods: { above: 3, of: 3 },
    meaning: "For a quarter of an hour, one request in a hundred took longer than modelport:alarmP99Ms.",
  },
  {
    name: "throttles",
    metric: "Throttles",
    statistic: { statistic: "Sum" },
    threshold: () => 0,
    periods: { above: 1, of: 1 },
    meaning: "Requests were refused, because no more instances may start: see modelport:reservedConcurrency.",
  },
];
