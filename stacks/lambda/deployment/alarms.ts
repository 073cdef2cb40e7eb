import { declareAlarm } from "@modelport/aws";
import * as pulumi from "@pulumi/pulumi";
import { ALARMS, PERIOD_SECONDS } from "../alarm-rules.ts";
import type { LambdaSettings } from "../settings.ts";

export interface AlarmsArgs {
  readonly functionName: pulumi.Input<string>;
  readonly settings: Pick<LambdaSettings, "alarmP99Ms" | "alarmTopicArn">;
  readonly tags: Readonly<Record<string, string>>;
}

/** An alarm for each rule of alarm-rules.ts. */
export class Alarms extends pulumi.ComponentResource {
  constructor(name: string, args: AlarmsArgs, options?: pulumi.ComponentResourceOptions) {
    super("modelport:lambda:Alarms", name, args, options);
    const { settings, tags } = args;
    for (const { name: rule, threshold, ...alarm } of ALARMS) {
      declareAlarm(
        `${name}-${rule}`,
        {
          ...alarm,
          namespace: "AWS/Lambda",
          dimensions: { FunctionName: args.functionName },
          threshold: threshold(settings),
          periodSeconds: PERIOD_SECONDS,
        },
        { topicArn: settings.alarmTopicArn, tags },
        { parent: this },
      );
    }
    this.registerOutputs({});
  }
}
