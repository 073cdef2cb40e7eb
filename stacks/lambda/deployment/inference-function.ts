import type { DeployableArtifact } from "@modelport/target-kit";
import { cloudwatch, iam, lambda } from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { FunctionVersions } from "@modelport/aws/function-versions-resource.ts";
import type { LambdaSettings } from "../settings.ts";
import { CODE } from "./code.ts";
import { functionConfiguration } from "./configuration.ts";
import { ExecutionRole } from "./execution-role.ts";
import { codeStaysOutOfVpc } from "./iam-policies.ts";
import { interfacesGroup } from "./interfaces-group.ts";

export interface InferenceFunctionArgs {
  readonly artifact: DeployableArtifact;
  readonly settings: LambdaSettings;
  readonly tags: Readonly<Record<string, string>>;
}

/** The function with its log group and role, and the alias `live` on its newest version. */
export class InferenceFunction extends pulumi.ComponentResource {
  readonly logGroup: cloudwatch.LogGroup;
  readonly function: lambda.Function;
  readonly live: lambda.Alias;

  constructor(name: string, args: InferenceFunctionArgs, options?: pulumi.ComponentResourceOptions) {
    super("modelport:lambda:InferenceFunction", name, args, options);
    const { artifact, settings, tags } = args;
    const child = { parent: this };
    // Before the function: otherwise Lambda would create one without retention, with a permission of the role.
    this.logGroup = new cloudwatch.LogGroup(
      `${name}-logs`,
      { retentionInDays: settings.logRetentionDays, tags },
      child,
    );
    const { subnetIds, tracing } = settings;
    const roleArgs = { logGroup: this.logGroup, settings: { subnetIds, tracing }, tags };
    const { role, rights } = new ExecutionRole(`${name}-role`, roleArgs, child);
    this.function = new lambda.Function(
      `${name}-model`,
      {
        ...CODE[settings.package](name, args, this),
        ...functionConfiguration(settings, artifact, this.logGroup.name),
        ...this.#vpc(`${name}-interfaces`, args, rights),
        role: role.arn,
        publish: true,
        tags,
      },
      { ...child, dependsOn: [...rights] },
    );
    this.live = new lambda.Alias(
      `${name}-live`,
      { name: "live", functionName: this.function.name, functionVersion: this.function.version },
      // Another function has another alias: the old one stays until requests have moved.
      { ...child, deleteBeforeReplace: false },
    );
    const { provisionedConcurrency, keepVersions } = settings;
    const warm = provisionedConcurrency === undefined ? [] : [this.#keepWarm(name, provisionedConcurrency)];
    if (keepVersions !== undefined) this.#keepVersions(name, keepVersions, [this.live, ...warm]);
    if (subnetIds.length > 0) this.#keepCodeOutOfVpc(name, role);
    this.registerOutputs({ aliasArn: this.live.arn });
  }

  #keepWarm(name: string, instances: number): lambda.ProvisionedConcurrencyConfig {
    return new lambda.ProvisionedConcurrencyConfig(
      `${name}-warm`,
      { functionName: this.function.name, qualifier: this.live.name, provisionedConcurrentExecutions: instances },
      { parent: this },
    );
  }

  /** Deletes old versions, after all that uses the new one was updated. */
  #keepVersions(name: string, keep: number, dependsOn: pulumi.Resource[]): void {
    const { arn: functionArn, version } = this.function;
    new FunctionVersions(`${name}-versions`, { functionArn, version, keep }, { parent: this, dependsOn });
  }

  /** On destroy the function goes first, then the group, then the permissions. */
  #vpc(name: string, { settings, tags }: InferenceFunctionArgs, rights: readonly iam.RolePolicy[]) {
    const { subnetIds, securityGroupIds } = settings;
    if (subnetIds.length === 0) return {};
    const own = interfacesGroup(name, { subnetIds, tags }, { parent: this, dependsOn: [...rights] });
    return { vpcConfig: { subnetIds, securityGroupIds: [...securityGroupIds, own.id] } };
  }

  #keepCodeOutOfVpc(name: string, role: iam.Role): void {
    const policy = this.function.arn.apply(codeStaysOutOfVpc);
    new iam.RolePolicy(`${name}-role-code`, { role: role.name, policy }, { parent: this });
  }
}
