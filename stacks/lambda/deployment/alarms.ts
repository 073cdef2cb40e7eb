import { cloudwatch } from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { ALARMS, PERIOD_SECONDS } from "../alarm-rules.ts";
import type { LambdaSettings } from "../settings.ts";

export interface AlarmsArgs {
  readonly functionName: pulumi.Input<string>;
  readonly settings: Pick<LambdaSettings, "alarmP99Ms" | "alarmTopicArn">;
  readonly tags: Readonly<Record<string, string>>;
}

/** An alarm for each rule of alarm-rules.ts; without a topic they are visible in the console only. */
export class Alarms extends pulumi.ComponentResource {
  constructor(name: string, args: AlarmsArgs, options?: pulumi.ComponentResourceOptions) {
    super("modelport:lambda:Alarms", name, args, options);
    const topics = args.settings.alarmTopicArn === undefined ? [] : [args.settings.alarmTopicArn];
    for (const rule of ALARMS) {
      new cloudwatch.MetricAlarm(
        `${name}-${rule.name}`,
        {
          alarmDescription: rule.meaning,
          namespace: "AWS/Lambda",
          metricName: rule.metric,
          dimensions: { FunctionName: args.functionName },
          ...rule.statistic,
          comparisonOperator: "GreaterThanThreshold",
          threshold: rule.threshold(args.settings),
          period: PERIOD_SECONDS,
          evaluationPeriods: rule.periods.of,
          datapointsToAlarm: rule.periods.above,
          // No requests is not a problem.
          treatMissingData: "notBreaching",
          alarmActions: topics,
          okActions: topics,
          tags: args.tags,
        },
        { parent: this },
      );
    }
    this.registerOutputs({});
  }
}
