/** What a target's alarm watches, in the parts that need no resource. Without Pulumi: a page imports it too. */
export interface AlarmRule<Metric extends string = string, Settings = unknown> {
  readonly name: string;
  /** One that AWS keeps by itself, so that it costs no custom metric. */
  readonly metric: Metric;
  /** CloudWatch has sums and maxima as statistics, and percentiles as extended ones. */
  readonly statistic: { readonly statistic: "Sum" | "Maximum" } | { readonly extendedStatistic: "p99" };
  /** In the metric's unit; the alarm fires above it. */
  readonly threshold: (settings: Settings) => number;
  /** How many of the last periods must be above it. */
  readonly periods: { readonly above: number; readonly of: number };
  readonly meaning: string;
}
