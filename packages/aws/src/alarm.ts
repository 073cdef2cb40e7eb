import { cloudwatch } from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { AlarmRule } from "./alarm-rule.ts";

/** A rule with what it watches. */
export interface Alarm extends Omit<AlarmRule, "name" | "threshold"> {
  readonly namespace: string;
  readonly dimensions: Readonly<Record<string, pulumi.Input<string>>>;
  /** In the metric's unit; the alarm fires above it. */
  readonly threshold: number;
  readonly periodSeconds: number;
}

interface AlarmOptions {
  /** SNS topic that hears when the alarm fires and when it ends; without one it is visible in the console only. */
  readonly topicArn: string | undefined;
  readonly tags: Readonly<Record<string, string>>;
}

export function declareAlarm(
  name: string,
  alarm: Alarm,
  { topicArn, tags }: AlarmOptions,
  options: pulumi.CustomResourceOptions,
): cloudwatch.MetricAlarm {
  const topics = topicArn === undefined ? [] : [topicArn];
  return new cloudwatch.MetricAlarm(
    name,
    {
      alarmDescription: alarm.meaning,
      namespace: alarm.namespace,
      metricName: alarm.metric,
      dimensions: alarm.dimensions,
      ...alarm.statistic,
      comparisonOperator: "GreaterThanThreshold",
      threshold: alarm.threshold,
      period: alarm.periodSeconds,
      evaluationPeriods: alarm.periods.of,
      datapointsToAlarm: alarm.periods.above,
      // No requests is not a problem.
      treatMissingData: "notBreaching",
      alarmActions: topics,
      okActions: topics,
      tags,
    },
    options,
  );
}
