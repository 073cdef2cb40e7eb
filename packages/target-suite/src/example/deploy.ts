import { createHash } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import {
  type Deploy,
  type DeployContext,
  DeploymentRefused,
  ownershipTags,
  type RequestAuth,
  timeoutsEnvironment,
} from "@modelport/target-kit";
import { facts } from "./facts.ts";
import type { ExampleSettings } from "./settings.ts";

type Inputs = Readonly<Record<string, unknown>>;

/** A resource of any cloud without its SDK. */
class Declared extends pulumi.CustomResource {
  declare readonly name: pulumi.Output<string>;
  declare readonly arn: pulumi.Output<string>;
  declare readonly functionUrl: pulumi.Output<string>;
  declare readonly repositoryUrl: pulumi.Output<string>;

  constructor(type: string, name: string, inputs: Inputs, options: pulumi.CustomResourceOptions) {
    const computed = { name: undefined, arn: undefined, functionUrl: undefined, repositoryUrl: undefined };
    super(type, name, { ...computed, ...inputs }, options);
  }
}

/** A function with its log, its role and its repository, and a service beside it. */
class Deployment extends pulumi.ComponentResource {
  readonly model: Declared;
  readonly url: Declared;

  constructor(name: string, context: DeployContext<ExampleSettings>, options?: pulumi.ComponentResourceOptions) {
    super("modelport:example:Deployment", name, {}, options);
    const { settings } = context;
    const tags = ownershipTags(context);
    const own = { parent: this };
    const declare = (type: string, noun: string, inputs: Inputs, dependsOn: Declared[] = []) =>
      new Declared(type, `${name}-${noun}`, inputs, { ...own, dependsOn });
    const logs = declare("aws:cloudwatch/logGroup:LogGroup", "logs", {
      retentionInDays: settings.logRetentionDays,
      tags,
    });
    const role = declare("aws:iam/role:Role", "role", { tags, assumeRolePolicy: trust });
    const mayLog = logs.arn.apply((arn) => statement(["logs:PutLogEvents"], `${arn}:*`));
    declare("aws:iam/rolePolicy:RolePolicy", "role-logs", { role: role.name, policy: mayLog });
    const images = declare("aws:ecr/repository:Repository", "images", {
      forceDelete: true,
      imageTagMutability: "IMMUTABLE",
      imageScanningConfiguration: { scanOnPush: true },
      tags,
    });
    this.model = declare("aws:lambda/function:Function", "model", {
      ...codeOf(context, images),
      role: role.arn,
      timeout: settings.timeoutSeconds,
      environment: { variables: { LOG_LEVEL: "info" } },
      loggingConfig: { logFormat: "JSON", logGroup: logs.name },
      tags,
    });
    const authorizationType = settings.public ? "NONE" : "AWS_IAM";
    const functionName = this.model.name;
    const on = { function: functionName, principal: settings.public ? "*" : "arn:aws:iam::123456789012:root" };
    const asking = declare("aws:lambda/permission:Permission", "InvokeFunctionUrl", {
      ...on,
      action: "lambda:InvokeFunctionUrl",
      functionUrlAuthType: authorizationType,
      ...(settings.public ? { statementId: "FunctionURLAllowPublicAccess" } : {}),
    });
    const invoking = declare(
      "aws:lambda/permission:Permission",
      "InvokeFunction",
      {
        ...on,
        action: "lambda:InvokeFunction",
        invokedViaFunctionUrl: true,
        ...(settings.public ? { statementId: "FunctionURLAllowInvokeAction" } : {}),
      },
      [asking],
    );
    this.url = declare("aws:lambda/functionUrl:FunctionUrl", "url", { functionName, authorizationType }, [invoking]);
    const api = { service: "run.googleapis.com", disableOnDestroy: false };
    declare("gcp:projects/service:Service", "api", api);
    declare("gcp:cloudrunv2/service:Service", "sidecar", { ...sidecarOf(name, settings), labels: tags });
    this.registerOutputs({});
  }
}

function sidecarOf(name: string, { timeoutSeconds }: ExampleSettings): Inputs {
  const image = `registry.example.com/sidecar@sha256:${createHash("sha256").update("sidecar").digest("hex")}`;
  const envs = Object.entries(timeoutsEnvironment(facts.timeouts.value)).map(([key, value]) => ({ name: key, value }));
  return {
    name: `${name}-sidecar`,
    location: "europe-west1",
    deletionProtection: false,
    template: {
      serviceAccount: `${name}@example-project.iam.gserviceaccount.com`,
      timeout: `${timeoutSeconds}s`,
      maxInstanceRequestConcurrency: 80,
      containers: [{ image, envs, resources: { limits: { cpu: "1", memory: "512Mi" } } }],
    },
  };
}

const trust = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "lambda.amazonaws.com" } }],
});

function statement(actions: readonly string[], resource: string): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: actions, Resource: resource }],
  });
}

function artifactOf({ settings, artifact }: DeployContext<ExampleSettings>) {
  return settings.package === "zip" ? artifact("lambda-zip", "linux-x64") : artifact("oci-image", "linux-x64");
}

function codeOf(context: DeployContext<ExampleSettings>, images: Declared): Inputs {
  const { kind, digest, path } = artifactOf(context);
  if (kind === "oci-image") {
    return { packageType: "Image", imageUri: images.repositoryUrl.apply((repository) => `${repository}@${digest}`) };
  }
  const sourceCodeHash = Buffer.from(digest.slice("sha256:".length), "hex").toString("base64");
  return { code: new pulumi.asset.FileArchive(path), sourceCodeHash };
}

export const deploy: Deploy<ExampleSettings, pulumi.Input<string>> = (context) => {
  const { name, stack, settings } = context;
  if (stack.length > 40) {
    throw new DeploymentRefused(
      `The stack "${stack}" has ${stack.length} characters, but may have 40: choose a shorter environment.`,
    );
  }
  const { model, url: endpoint } = new Deployment(name, context);
  const url = endpoint.functionUrl.apply((address) => address.replace(/\/$/, ""));
  const auth: RequestAuth = settings.public
    ? { kind: "none" }
    : { kind: "aws-sigv4", region: "us-east-1", service: "lambda" };
  return { url, auth, artifact: artifactOf(context), functionName: model.name };
};
