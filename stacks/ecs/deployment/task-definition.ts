import type { Place } from "@modelport/aws";
import type { DeployableArtifact } from "@modelport/target-kit";
import { cloudwatch, type ecr, ecs } from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { EcsSettings } from "../settings.ts";
import { containerOf, volumesOf } from "./container.ts";
import { TaskRoles } from "./roles.ts";

export interface TaskArgs {
  readonly artifact: DeployableArtifact;
  readonly settings: EcsSettings;
  readonly repository: ecr.Repository;
  /** `repository@sha256:…` */
  readonly image: pulumi.Output<string>;
  readonly place: Place;
  readonly tags: Readonly<Record<string, string>>;
}

/** The task definition with its log group and roles. */
export class Task extends pulumi.ComponentResource {
  readonly logGroup: cloudwatch.LogGroup;
  readonly roles: TaskRoles;
  readonly definition: ecs.TaskDefinition;

  constructor(name: string, args: TaskArgs, options?: pulumi.ComponentResourceOptions) {
    super("modelport:ecs:Task", name, {}, options);
    const { artifact, settings, place, tags } = args;
    const child = { parent: this };
    this.logGroup = new cloudwatch.LogGroup(
      `${name}-logs`,
      { retentionInDays: settings.logRetentionDays, tags },
      child,
    );
    const { ecsExec } = settings;
    const roleArgs = { repository: args.repository, logGroup: this.logGroup, settings: { ecsExec }, place, tags };
    this.roles = new TaskRoles(name, roleArgs, child);
    const container = pulumi
      .all([args.image, this.logGroup.name])
      .apply(([image, logGroup]) => containerOf({ artifact, settings, image, logGroup, region: place.region }));
    this.definition = new ecs.TaskDefinition(
      `${name}-task`,
      {
        family: name,
        requiresCompatibilities: ["FARGATE"],
        networkMode: "awsvpc",
        cpu: String(settings.cpu),
        memory: String(settings.memoryMiB),
        runtimePlatform: { cpuArchitecture: "X86_64", operatingSystemFamily: "LINUX" },
        executionRoleArn: this.roles.execution.arn,
        taskRoleArn: this.roles.task.arn,
        containerDefinitions: pulumi.jsonStringify([container]),
        volumes: volumesOf(settings),
        tags,
      },
      child,
    );
    this.registerOutputs({ arn: this.definition.arn });
  }
}
