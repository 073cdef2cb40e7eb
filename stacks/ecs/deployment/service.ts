import { checkedInUp } from "@modelport/aws";
import { type cloudwatch, ecs } from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { EcsSettings } from "../settings.ts";
import { CONTAINER } from "./container.ts";
import type { Routing } from "./routing.ts";
import { deploymentConfiguration, longestMinutes } from "./rollout.ts";

export interface ServiceArgs {
  readonly definition: ecs.TaskDefinition;
  readonly routing: Routing;
  readonly subnetIds: readonly string[];
  readonly securityGroupId: pulumi.Input<string>;
  readonly alarms: readonly cloudwatch.MetricAlarm[];
  readonly settings: EcsSettings;
  /** What must be there before tasks start, and until they are gone. */
  readonly after: readonly pulumi.Resource[];
  readonly tags: Readonly<Record<string, string>>;
}

/** Docker's pull, Node's start and the load balancer's first two checks of /ready; they do not count against a new task. */
const GRACE_SECONDS = 60;

/** The cluster and the service in it. */
export class Service extends pulumi.ComponentResource {
  readonly cluster: ecs.Cluster;
  readonly service: ecs.Service;
  /** The ARN of the task definition that runs, which is the declared one. */
  readonly taskDefinition: pulumi.Output<string>;

  constructor(name: string, args: ServiceArgs, options?: pulumi.ComponentResourceOptions) {
    super("modelport:ecs:Service", `${name}-cluster-and-service`, {}, options);
    const { definition, settings, tags } = args;
    const child = { parent: this };
    const insights = { name: "containerInsights", value: settings.containerInsights };
    this.cluster = new ecs.Cluster(`${name}-cluster`, { name, settings: [insights], tags }, child);
    const capacity = new ecs.ClusterCapacityProviders(
      `${name}-capacity`,
      { clusterName: this.cluster.name, capacityProviders: ["FARGATE", "FARGATE_SPOT"] },
      child,
    );
    const minutes = `${longestMinutes(settings)}m`;
    this.service = new ecs.Service(
      `${name}-service`,
      { name, cluster: this.cluster.arn, taskDefinition: definition.arn, ...this.#configuration(args), tags },
      {
        ...child,
        dependsOn: [capacity, ...args.after],
        // Scaling decides how many run.
        ignoreChanges: ["desiredCount"],
        customTimeouts: { create: minutes, update: minutes, delete: minutes },
        // Two services of a cluster cannot have the same name.
        deleteBeforeReplace: true,
      },
    );
    this.taskDefinition = isDeclared(name, this.service, definition);
    this.registerOutputs({ taskDefinition: this.taskDefinition });
  }

  #configuration({ routing, settings, subnetIds, securityGroupId, alarms }: ServiceArgs) {
    const isShifted = routing.shift !== undefined;
    return {
      desiredCount: settings.minTasks,
      capacityProviderStrategies: capacityOf(settings),
      // The provider changes the strategy of a service only together with a new deployment.
      forceNewDeployment: true,
      platformVersion: "1.4.0",
      networkConfiguration: {
        subnets: [...subnetIds],
        securityGroups: [securityGroupId],
        assignPublicIp: settings.egress === "public-ip",
      },
      loadBalancers: [
        {
          containerName: CONTAINER.name,
          containerPort: CONTAINER.port,
          targetGroupArn: routing.groups[0].arn,
          ...advanced(routing),
        },
      ],
      healthCheckGracePeriodSeconds: GRACE_SECONDS,
      availabilityZoneRebalancing: "ENABLED",
      deploymentMinimumHealthyPercent: 100,
      deploymentMaximumPercent: 200,
      deploymentCircuitBreaker: { enable: true, rollback: true },
      deploymentConfiguration: deploymentConfiguration(settings),
      // Always declared: ECS keeps the alarms of a service if they are left out.
      ...(alarms.length > 0 && {
        alarms: { alarmNames: alarms.map((alarm) => alarm.name), enable: isShifted, rollback: isShifted },
      }),
      enableExecuteCommand: settings.ecsExec,
      enableEcsManagedTags: true,
      propagateTags: "SERVICE",
      waitForSteadyState: true,
    };
  }
}

/**
 * Strategies always, because a service that leaves a launch type for one is replaced. A weight of 0 could not place tasks
 * (https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CapacityProviderStrategyItem.html), so Spot has the largest one.
 */
function capacityOf({ spot, minTasks }: EcsSettings) {
  if (!spot) return [{ capacityProvider: "FARGATE", base: 0, weight: 1 }];
  return [
    { capacityProvider: "FARGATE", base: minTasks, weight: 1 },
    { capacityProvider: "FARGATE_SPOT", base: 0, weight: 1000 },
  ];
}

function advanced({ groups: [, next], rule, shift }: Routing) {
  if (next === undefined || shift === undefined) return {};
  return {
    advancedConfiguration: {
      alternateTargetGroupArn: next.arn,
      productionListenerRule: rule.arn,
      roleArn: shift.role.arn,
    },
  };
}

/**
 * The ARN of `definition`, or an error if ECS runs another one. ECS is asked, because the state does not know: the provider may
 * report success although ECS has rolled back (https://github.com/hashicorp/terraform-provider-aws/issues/20858), and if it
 * reports the failure, the state holds what was declared, so that the next `up` would change nothing and succeed.
 */
function isDeclared(name: string, service: ecs.Service, definition: ecs.TaskDefinition): pulumi.Output<string> {
  const deployed = pulumi.all([service.cluster, service.name, service.taskDefinition, definition.arn]);
  return deployed.apply(([clusterArn, serviceName, , declared]) =>
    checkedInUp(declared, async () => {
      const { taskDefinition: running } = await ecs.getService({ clusterArn, serviceName });
      if (running === declared) return declared;
      throw new pulumi.RunError(
        `ECS has rolled the deployment back: the service ${name} runs ${running}, not ${declared}. ` +
          `\`aws ecs describe-services --cluster ${name} --services ${name} --query 'services[0].events[:10]'\` says why; ` +
          "correct that and run `pulumi up --refresh`.",
      );
    }),
  );
}
