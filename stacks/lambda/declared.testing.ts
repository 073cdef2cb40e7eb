// For tests: what the program declares for given settings, under Pulumi's mocks.
import * as pulumi from "@pulumi/pulumi";
import type { Deploy, DeployContext } from "@modelport/target-kit";
import type { LambdaSettings } from "./settings.ts";
import { lambda } from "./target.ts";

export const STACK = "lambda-test";

/** The tags of everything that the stack declares. */
export const tags = { "managed-by": "modelport", "modelport-stack": STACK };

export const digest = `sha256:${"ab".repeat(32)}` as const;

/** An artefact that nobody built. */
export const unbuilt: DeployContext<LambdaSettings>["artifact"] = (kind, platform) => {
  const file = `apps/inference-api/dist/${kind}-${platform}.zip`;
  return { kind, platform: String(platform), digest, bytes: 1, unpackedBytes: 2, path: file };
};

/** The resources of every HTTP endpoint, by the names that {@link Declared} has; alarms among them. */
export const core = ["alarm-errors", "alarm-p99", "alarm-throttles", "live", "logs", "model", "role", "role-logs"];

type Inputs = Readonly<Record<string, unknown>>;

export interface Declared {
  readonly outputs: Inputs;
  /** The names of all resources that are no components, without the stack's, sorted. */
  readonly names: readonly string[];
  /** The inputs of one of them, by that name. */
  readonly inputsOf: (name: string) => Inputs | undefined;
  /** Its `policy`, parsed. */
  readonly policyOf: (name: string) => { readonly Statement: unknown };
}

/** What surrounds a deployment. */
interface Surroundings {
  readonly stack?: string;
  readonly concurrentExecutions?: number;
  readonly partition?: string;
}

/** Deploys the stack `lambda-test` in eu-west-1 with the settings `raw`, as they stand in a stack file. */
export async function declare(
  deploy: Deploy<LambdaSettings, pulumi.Input<string>>,
  raw: Inputs,
  artifact: DeployContext<LambdaSettings>["artifact"],
  config: Readonly<Record<string, string>> = { "aws:region": "eu-west-1" },
  { stack = STACK, concurrentExecutions = 1000, partition = "aws" }: Surroundings = {},
): Promise<Declared> {
  const resources: pulumi.runtime.MockResourceArgs[] = [];
  pulumi.runtime.setAllConfig({ ...config });
  const newResource = (resource: pulumi.runtime.MockResourceArgs) => {
    if (resource.custom === true) resources.push(resource);
    return { id: `${resource.name}-id`, state: stateOf(resource) };
  };
  const call = () => ({
    id: "1",
    accountId: "123456789012",
    arn: "arn",
    userId: "u",
    vpcId: "vpc-1",
    value: concurrentExecutions,
    partition,
  });
  await pulumi.runtime.setMocks({ newResource, call }, "modelport", STACK);
  const outputs = await settled(
    await deploy({
      stack,
      name: stack,
      settings: lambda.parseSettings(raw) as LambdaSettings,
      model: { name: "example", version: "1.0.0", onnxSha256: "0", example: { age: 35 } },
      artifact,
    }),
  );
  await (pulumi.runtime as unknown as { waitForRPCs(): Promise<void> }).waitForRPCs();
  const inputsOf = (name: string) =>
    resources.find((resource) => resource.name === `${STACK}-${name}`)?.inputs as Inputs | undefined;
  return {
    outputs,
    names: resources.map(({ name }) => name.slice(STACK.length + 1)).toSorted(),
    inputsOf,
    policyOf: (name) => JSON.parse(String(inputsOf(name)?.["policy"])) as { Statement: unknown },
  };
}

/** What AWS adds to the inputs; names are made from the logical one, as the provider does. */
function stateOf({ type, name, inputs }: pulumi.runtime.MockResourceArgs) {
  const physical = `${name}-1a2b3c4`;
  return {
    name: physical,
    arn: type.startsWith("aws:ecr/") ? `arn:aws:ecr:eu-west-1:123456789012:repository/${physical}` : `arn:${physical}`,
    version: "7",
    invokeArn: `invoke:${physical}`,
    functionUrl: `https://${name}.lambda-url.on.aws/`,
    apiEndpoint: `https://${name}.execute-api`,
    invokeUrl: "https://rest.execute-api/live",
    executionArn: `execute:${physical}`,
    rootResourceId: "root",
    repositoryUrl: "123456789012.dkr.ecr.eu-west-1.amazonaws.com/images",
    ...(type.endsWith(":Image") ? { reference: `${inputs.repository}@${inputs.digest}` } : {}),
    ...inputs,
  };
}

function settled(outputs: Readonly<Record<string, pulumi.Input<string>>>): Promise<Inputs> {
  return new Promise((resolve) => {
    pulumi.all(outputs).apply((values) => resolve(values));
  });
}
