import { assumedBy, type Place, writesLog } from "@modelport/aws";
import { type cloudwatch, type ecr, iam } from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { EcsSettings } from "../settings.ts";
import { opensSessions, pullsImages } from "./iam-policies.ts";

export interface TaskRolesArgs {
  readonly repository: ecr.Repository;
  readonly logGroup: cloudwatch.LogGroup;
  readonly settings: Pick<EcsSettings, "ecsExec">;
  readonly place: Place;
  readonly tags: Readonly<Record<string, string>>;
}

/** The role of ECS that starts a task, and the role of the app, which has no permissions unless ECS Exec needs some. */
export class TaskRoles extends pulumi.ComponentResource {
  readonly execution: iam.Role;
  readonly task: iam.Role;
  /** Must exist before tasks start, and until they are gone. */
  readonly rights: readonly iam.RolePolicy[];

  constructor(name: string, args: TaskRolesArgs, options?: pulumi.ComponentResourceOptions) {
    super("modelport:ecs:TaskRoles", `${name}-roles`, {}, options);
    const child = { parent: this };
    // Otherwise a policy that a person or an organization attached to a role would stop a destroy halfway.
    const inputs = { forceDetachPolicies: true, tags: args.tags };
    const trusted = { ...inputs, assumeRolePolicy: assumedBy("ecs-tasks.amazonaws.com") };
    this.execution = new iam.Role(`${name}-execution-role`, trusted, child);
    this.task = new iam.Role(`${name}-task-role`, { ...inputs, assumeRolePolicy: taskTrust(args.place) }, child);
    const right = (of: string, role: iam.Role, policy: pulumi.Input<string>) =>
      new iam.RolePolicy(`${name}-${of}`, { role: role.name, policy }, child);
    this.rights = [
      right("execution-role-pull", this.execution, args.repository.arn.apply(pullsImages)),
      right("execution-role-logs", this.execution, args.logGroup.arn.apply(writesLog)),
      ...(args.settings.ecsExec ? [right("task-role-exec", this.task, opensSessions)] : []),
    ];
    this.registerOutputs({});
  }
}

/** Only for tasks of this account: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html */
function taskTrust({ accountId }: Place): pulumi.Output<string> {
  return pulumi
    .output(accountId)
    .apply((account) =>
      assumedBy("ecs-tasks.amazonaws.com", { Condition: { StringEquals: { "aws:SourceAccount": account } } }),
    );
}
