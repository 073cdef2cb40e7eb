// What goes wrong with a function, as CloudWatch's own metrics of it show; none costs a custom metric.
import type { AlarmRule } from "@modelport/aws/rules";
import type { LambdaSettings } from "./settings.ts";

/** A rule over one metric of the namespace AWS/Lambda. */
type FunctionRule = AlarmRule<"Errors" | "Duration" | "Throttles", Pick<LambdaSettings, "alarmP99Ms">>;

export const PERIOD_SECONDS = 300;

export const ALARMS: readonly FunctionRule[] = [
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
