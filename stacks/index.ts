// The whole program: stack -> target -> settings -> artifacts -> deploy -> outputs.
import * as pulumi from "@pulumi/pulumi";
import {
  accessWarnings,
  budgetWarnings,
  DeploymentRefused,
  resolveTarget,
  settingsOf,
  stackOutputs,
  type Deploy,
} from "@modelport/target-kit";
import { openArtifacts } from "./artifacts.ts";
import * as registry from "./registry.ts";

type Text = pulumi.Input<string>;

export default async function program(): Promise<Readonly<Record<string, Text>>> {
  try {
    return await deployStack();
  } catch (error) {
    throw error instanceof DeploymentRefused ? new pulumi.RunError(error.message) : error;
  }
}

async function deployStack(): Promise<Readonly<Record<string, Text>>> {
  const { target, stackName } = resolveTarget(pulumi.getStack(), registry);
  const { stack } = stackName;
  const configuration = pulumi.runtime.allConfig();
  const settings = target.parseSettings(settingsOf(configuration), stack);
  const { model, artifact, stale } = openArtifacts(process.env["MODELPORT_ARTIFACTS_DIR"]);
  // Imported by name at run time, so that importing the registry gives facts and costs without a Pulumi SDK.
  const { deploy } = (await import(`./${target.name}/deploy.ts`)) as { deploy: Deploy<unknown, Text> };
  const deployed = await deploy({ ...stackName, name: stack, settings, model, artifact });
  const warnings = [
    ...budgetWarnings({ target, stack, configuration }),
    ...accessWarnings({ stack, settings, auth: deployed.auth, configuration }),
  ];
  for (const sentence of [...warnings, ...stale()]) await pulumi.log.warn(sentence);
  return stackOutputs({ target: target.name, model }, deployed, (text, make) => pulumi.output(text).apply(make));
}
