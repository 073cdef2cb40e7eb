import { appautoscaling } from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { EcsSettings } from "../settings.ts";

export interface ScalingArgs {
  readonly cluster: pulumi.Input<string>;
  readonly service: pulumi.Input<string>;
  /** `app/<load balancer>/<id>/targetgroup/<group>/<id>`, whose requests are counted. */
  readonly requestsOf: pulumi.Input<string>;
  readonly settings: Pick<EcsSettings, "minTasks" | "maxTasks" | "targetCpuPercent" | "targetRequestsPerMinute">;
  readonly tags: Readonly<Record<string, string>>;
}

/** New tasks serve within a minute; a load that falls is watched for longer, because a task that stops was paid for already. */
const COOLDOWNS = { scaleOutCooldown: 60, scaleInCooldown: 300 } as const;

/** Keeps the number of tasks where the load needs it: as many as the policy that wants the most. */
export class Scaling extends pulumi.ComponentResource {
  constructor(name: string, args: ScalingArgs, options?: pulumi.ComponentResourceOptions) {
    super("modelport:ecs:Scaling", `${name}-scaling`, args, options);
    const { minTasks, maxTasks, targetCpuPercent, targetRequestsPerMinute } = args.settings;
    const child = { parent: this };
    const target = new appautoscaling.Target(
      `${name}-tasks`,
      {
        serviceNamespace: "ecs",
        scalableDimension: "ecs:service:DesiredCount",
        resourceId: pulumi.interpolate`service/${args.cluster}/${args.service}`,
        minCapacity: minTasks,
        maxCapacity: maxTasks,
        tags: args.tags,
      },
      child,
    );
    const follow = (what: string, targetValue: number, predefinedMetricSpecification: PredefinedMetric) =>
      new appautoscaling.Policy(
        `${name}-by-${what}`,
        {
          policyType: "TargetTrackingScaling",
          serviceNamespace: target.serviceNamespace,
          scalableDimension: target.scalableDimension,
          resourceId: target.resourceId,
          targetTrackingScalingPolicyConfiguration: { predefinedMetricSpecification, targetValue, ...COOLDOWNS },
        },
        child,
      );
    follow("cpu", targetCpuPercent, { predefinedMetricType: "ECSServiceAverageCPUUtilization" });
    if (targetRequestsPerMinute !== undefined) {
      const metric = { predefinedMetricType: "ALBRequestCountPerTarget", resourceLabel: args.requestsOf };
      follow("requests", targetRequestsPerMinute, metric);
    }
    this.registerOutputs({});
  }
}

interface PredefinedMetric {
  readonly predefinedMetricType: string;
  readonly resourceLabel?: pulumi.Input<string>;
}
