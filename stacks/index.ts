// The whole program: stack -> target -> settings -> artefacts -> deploy -> outputs.
import * as pulumi from "@pulumi/pulumi";
import { DeploymentRefused, resolveTarget, settingsOf, type Deploy } from "@modelport/target-kit";
import { openArtifacts } from "./artifacts.ts";
import * as registry from "./registry.ts";

type StackOutputs = Readonly<Record<string, pulumi.Input<string>>>;

export default async function program(): Promise<StackOutputs> {
  try {
    return await deployStack();
  } catch (error) {
    throw error instanceof DeploymentRefused ? new pulumi.RunError(error.message) : error;
  }
}

async function deployStack(): Promise<StackOutputs> {
  const { target, stackName } = resolveTarget(pulumi.getStack(), registry);
  const settings = target.parseSettings(settingsOf(pulumi.runtime.allConfig()), stackName.stack);
  const { model, artifact, stale } = openArtifacts(process.env["MODELPORT_ARTIFACTS_DIR"]);
  // By name at run time: whoever imports the registry gets facts and costs, and no Pulumi SDK.
  const { deploy } = (await import(`./${target.name}/deploy.ts`)) as {
    deploy: Deploy<unknown, pulumi.Input<string>>;
  };
  const outputs = await deploy({ ...stackName, name: stackName.stack, settings, model, artifact });
  for (const sentence of stale()) await pulumi.log.warn(sentence);
  return { target: target.name, modelName: model.name, modelVersion: model.version, ...outputs };
}
