import path from "node:path";
import { appEnvironment, appVariables, type AppVariables, type DeployableArtifact } from "@modelport/target-kit";
import { cloudwatch, getCallerIdentityOutput, getPartitionOutput, iam, lambda } from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { facts } from "../facts.ts";
import type { ThrowawaySettings } from "../settings.ts";

export interface DeploymentArgs {
  readonly artifact: DeployableArtifact;
  readonly settings: ThrowawaySettings;
  readonly tags: Readonly<Record<string, string>>;
}

const variables: AppVariables<ThrowawaySettings> = appVariables;

const statement = (text: object) =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...text }] });

/** What serves the artifact. */
export class Deployment extends pulumi.ComponentResource {
  readonly url: pulumi.Output<string>;
  readonly functionName: pulumi.Output<string>;

  constructor(name: string, args: DeploymentArgs, options?: pulumi.ComponentResourceOptions) {
    super("modelport:throwaway:Deployment", name, args, options);
    const { artifact, settings, tags } = args;
    const { logGroupClass, logRetentionDays: retentionInDays } = settings;
    const child = { parent: this };
    const logs = new cloudwatch.LogGroup(`${name}-logs`, { retentionInDays, logGroupClass, tags }, child);
    const role = new iam.Role(
      `${name}-role`,
      {
        assumeRolePolicy: statement({ Action: ["sts:AssumeRole"], Principal: { Service: "lambda.amazonaws.com" } }),
        tags,
      },
      child,
    );
    const writesLogs = new iam.RolePolicy(
      `${name}-role-logs`,
      {
        role: role.name,
        policy: logs.arn.apply((arn) =>
          statement({ Action: ["logs:CreateLogStream", "logs:PutLogEvents"], Resource: `${arn}:*` }),
        ),
      },
      child,
    );
    const model = new lambda.Function(
      `${name}-model`,
      {
        ...zip(artifact),
        role: role.arn,
        memorySize: settings.memoryMiB,
        timeout: facts.timeouts.value.requestSeconds ?? 30,
        environment: { variables: appEnvironment(variables, settings, artifact) },
        loggingConfig: { logFormat: "JSON", logGroup: logs.name },
        tags,
      },
      { ...child, dependsOn: [writesLogs] },
    );
    const authorizationType = settings.public ? "NONE" : "AWS_IAM";
    // One after the other, and before the URL: a function takes one change at a time. The ids are those of the statements that
    // @pulumi/aws adds to a public URL on its own.
    const account = pulumi.interpolate`arn:${getPartitionOutput().partition}:iam::${getCallerIdentityOutput().accountId}:root`;
    const grant = { function: model.name, principal: settings.public ? "*" : account };
    const idOf = (statementId: string) => (settings.public ? { statementId } : {});
    const asking = new lambda.Permission(
      `${name}-may-ask`,
      {
        ...grant,
        action: "lambda:InvokeFunctionUrl",
        functionUrlAuthType: authorizationType,
        ...idOf("FunctionURLAllowPublicAccess"),
      },
      child,
    );
    const invoking = new lambda.Permission(
      `${name}-may-invoke`,
      {
        ...grant,
        action: "lambda:InvokeFunction",
        invokedViaFunctionUrl: true,
        ...idOf("FunctionURLAllowInvokeAction"),
      },
      { ...child, dependsOn: [asking] },
    );
    const functionUrl = new lambda.FunctionUrl(
      `${name}-url`,
      { functionName: model.name, authorizationType },
      { ...child, dependsOn: [invoking] },
    );
    this.functionName = model.name;
    this.url = functionUrl.functionUrl.apply((url) => url.replace(/\/$/, ""));
    this.registerOutputs({ url: this.url });
  }
}

function zip({ path: file, digest }: DeployableArtifact) {
  return {
    runtime: lambda.Runtime.NodeJS24dX,
    handler: "index.handler",
    code: new pulumi.asset.FileArchive(
      path.relative(process.cwd(), path.resolve(import.meta.dirname, "../../..", file)),
    ),
    sourceCodeHash: Buffer.from(digest.slice("sha256:".length), "hex").toString("base64"),
  };
}
