import { imageRepository, type Place } from "@modelport/aws";
import type { DeployableArtifact } from "@modelport/target-kit";
import * as pulumi from "@pulumi/pulumi";
import type { EcsSettings } from "../settings.ts";
import { Alarms } from "./alarms.ts";
import { type Balancer, ownBalancer, sharedBalancer } from "./balancer.ts";
import type { Network } from "./network.ts";
import { Routing } from "./routing.ts";
import { Scaling } from "./scaling.ts";
import { SecurityGroups } from "./security-groups.ts";
import { Service } from "./service.ts";
import type { SharedListener } from "./shared-listener.ts";
import { Task } from "./task-definition.ts";
import { VpcEndpoints } from "./vpc-endpoints.ts";

export interface DeploymentArgs {
  readonly artifact: DeployableArtifact;
  readonly settings: EcsSettings;
  readonly place: Place;
  readonly network: Network;
  readonly shared: SharedListener | undefined;
  readonly tags: Readonly<Record<string, string>>;
}

/** The service behind its load balancer, with all that it needs. */
export class Deployment extends pulumi.ComponentResource {
  readonly url: pulumi.Output<string>;
  readonly imageReference: pulumi.Output<string>;
  readonly balancer: Balancer;
  readonly task: Task;
  readonly service: Service;

  constructor(name: string, args: DeploymentArgs, options?: pulumi.ComponentResourceOptions) {
    super("modelport:ecs:Deployment", name, {}, options);
    const { artifact, settings, place, network, shared, tags } = args;
    const child = { parent: this };
    const { repository, image } = imageRepository(`${name}-images`, { artifact, tags }, child);
    this.imageReference = image.reference;
    this.task = new Task(name, { artifact, settings, repository, image: image.reference, place, tags }, child);
    const groups = this.#securityGroups(name, args);
    const endpoints = this.#endpoints(name, args, groups);
    this.balancer =
      shared === undefined
        ? ownBalancer(name, { network, groups, settings, tags }, child)
        : sharedBalancer(shared, settings);
    const routing = new Routing(
      name,
      { listenerArn: this.balancer.listenerArn, settings, vpcId: network.vpcId, tags },
      child,
    );
    const alarms = settings.alarms ? this.#alarms(name, args, routing) : [];
    this.service = new Service(
      name,
      {
        definition: this.task.definition,
        routing,
        subnetIds: network.taskSubnets,
        securityGroupId: groups.tasks.id,
        alarms,
        settings,
        after: [routing, groups, this.task.roles, ...endpoints],
        tags,
      },
      child,
    );
    this.#scale(name, args, routing);
    // Known only once ECS runs what was declared.
    this.url = pulumi.all([this.balancer.url, this.service.taskDefinition]).apply(([url]) => url);
    this.registerOutputs({ url: this.url });
  }

  #securityGroups(name: string, { network, settings, shared, tags }: DeploymentArgs): SecurityGroups {
    const { public: isPublic, allowedCidrs, certificateArn, egress } = settings;
    const own = { public: isPublic, allowedCidrs, certificateArn, egress };
    const sharedGroup = shared && { sharedGroupId: shared.securityGroupId };
    return new SecurityGroups(name, { network, settings: own, ...sharedGroup, tags }, { parent: this });
  }

  #endpoints(name: string, { network, settings, place, tags }: DeploymentArgs, groups: SecurityGroups) {
    if (settings.egress !== "vpc-endpoints") return [];
    return [new VpcEndpoints(name, { network, settings, groups, place, tags }, { parent: this })];
  }

  #alarms(name: string, { settings, shared, tags }: DeploymentArgs, { groups }: Routing) {
    const { alarmP99Ms, alarmTopicArn } = settings;
    const balancer = { arnSuffix: this.balancer.arnSuffix, isShared: shared !== undefined };
    const args = { balancer, groups, settings: { alarmP99Ms, alarmTopicArn }, tags };
    return new Alarms(`${name}-alarm`, args, { parent: this }).all;
  }

  #scale(name: string, { settings, tags }: DeploymentArgs, { groups: [main] }: Routing): void {
    const { minTasks, maxTasks, targetCpuPercent, targetRequestsPerMinute } = settings;
    new Scaling(
      name,
      {
        cluster: this.service.cluster.name,
        service: this.service.service.name,
        requestsOf: pulumi.interpolate`${this.balancer.arnSuffix}/${main.arnSuffix}`,
        settings: { minTasks, maxTasks, targetCpuPercent, targetRequestsPerMinute },
        tags,
      },
      { parent: this },
    );
  }
}
