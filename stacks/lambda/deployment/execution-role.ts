import { iam, type cloudwatch } from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { lambdaTakesRole, reachesVpc, sendsTraces, writesLog } from "./iam-policies.ts";
import type { LambdaSettings } from "../settings.ts";

export interface ExecutionRoleArgs {
  readonly logGroup: cloudwatch.LogGroup;
  readonly settings: Pick<LambdaSettings, "subnetIds" | "tracing">;
  readonly tags: Readonly<Record<string, string>>;
}

/** What the function runs as: it may write its log lines, and what its settings ask for. */
export class ExecutionRole extends pulumi.ComponentResource {
  readonly role: iam.Role;
  /** What must be there before the function, and stay until it is gone. */
  readonly rights: readonly iam.RolePolicy[];

  constructor(name: string, args: ExecutionRoleArgs, options?: pulumi.ComponentResourceOptions) {
    super("modelport:lambda:ExecutionRole", name, args, options);
    // Detached: else a policy that somebody attached to it, or an organization by itself, would stop a destroy halfway.
    const inputs = { assumeRolePolicy: lambdaTakesRole, forceDetachPolicies: true, tags: args.tags };
    this.role = new iam.Role(name, inputs, { parent: this });
    const right = (what: string, policy: pulumi.Input<string>) =>
      new iam.RolePolicy(`${name}-${what}`, { role: this.role.name, policy }, { parent: this });
    this.rights = [
      right("logs", args.logGroup.arn.apply(writesLog)),
      ...(args.settings.subnetIds.length > 0 ? [right("vpc", reachesVpc)] : []),
      ...(args.settings.tracing ? [right("traces", sendsTraces)] : []),
    ];
    this.registerOutputs({ arn: this.role.arn });
  }
}
