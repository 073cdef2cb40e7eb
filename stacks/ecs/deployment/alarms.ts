import { declareAlarm } from "@modelport/aws";
import type { cloudwatch, lb } from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { ALARMS, PERIOD_SECONDS } from "../alarm-rules.ts";
import type { EcsSettings } from "../settings.ts";

export interface AlarmsArgs {
  readonly balancer: { readonly arnSuffix: pulumi.Input<string>; readonly isShared: boolean };
  readonly groups: readonly lb.TargetGroup[];
  readonly settings: Pick<EcsSettings, "alarmP99Ms" | "alarmTopicArn">;
  readonly tags: Readonly<Record<string, string>>;
}

/** An alarm for each rule of alarm-rules.ts. What a shared load balancer counts as a whole says nothing about this service. */
export class Alarms extends pulumi.ComponentResource {
  readonly all: readonly cloudwatch.MetricAlarm[];

  constructor(name: string, args: AlarmsArgs, options?: pulumi.ComponentResourceOptions) {
    super("modelport:ecs:Alarms", name, {}, options);
    const { balancer, groups, settings, tags } = args;
    const whole = { LoadBalancer: balancer.arnSuffix };
    const rules = ALARMS.filter(({ of }) => of === "group" || !balancer.isShared);
    this.all = rules.flatMap(({ name: rule, of, threshold, ...alarm }) =>
      (of === "balancer" ? [whole] : groups.map(({ arnSuffix }) => ({ ...whole, TargetGroup: arnSuffix }))).map(
        (dimensions, index) =>
          declareAlarm(
            index === 0 ? `${name}-${rule}` : `${name}-${rule}-next`,
            {
              ...alarm,
              namespace: "AWS/ApplicationELB",
              dimensions,
              threshold: threshold(settings),
              periodSeconds: PERIOD_SECONDS,
            },
            { topicArn: settings.alarmTopicArn, tags },
            { parent: this },
          ),
      ),
    );
    this.registerOutputs({});
  }
}
