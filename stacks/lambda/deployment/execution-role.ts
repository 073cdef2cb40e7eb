import { assumedBy, writesLog } from "@modelport/aws";
import { iam, type cloudwatch } from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { reachesVpc, sendsTraces } from "./iam-policies.ts";
import type { LambdaSettings } from "../settings.ts";

export interface ExecutionRoleArgs {
  readonly logGroup: cloudwatch.LogGroup;
  readonly settings: Pick<LambdaSettings, "subnetIds" | "tracing">;
  readonly tags: Readonly<Record<string, string>>;
}

/** The role of the function, with permission to write its log and for what its settings need. */
export class ExecutionRole extends pulumi.ComponentResource {
  readonly role: iam.Role;
  /** Must exist before the function, and until it is gone. */
  readonly rights: readonly iam.RolePolicy[];

  constructor(name: string, args: ExecutionRoleArgs, options?: pulumi.ComponentResourceOptions) {
    super("modelport:lambda:ExecutionRole", name, args, options);
    // Otherwise a policy that a person or an organization attached to the role would stop a destroy halfway.
    const inputs = { assumeRolePolicy: assumedBy("lambda.amazonaws.com"), forceDetachPolicies: true, tags: args.tags };
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
