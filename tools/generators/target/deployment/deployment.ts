import { type DeployableArtifact, DeploymentRefused } from "@modelport/target-kit";
import * as pulumi from "@pulumi/pulumi";
import type { NewtargetSettings } from "../settings.ts";

export interface DeploymentArgs {
  readonly artifact: DeployableArtifact;
  readonly settings: NewtargetSettings;
  readonly tags: Readonly<Record<string, string>>;
}

/** What serves the artifact. */
export class Deployment extends pulumi.ComponentResource {
  readonly url: pulumi.Output<string>;

  constructor(name: string, args: DeploymentArgs, options?: pulumi.ComponentResourceOptions) {
    super("modelport:newtarget:Deployment", name, args, options);
    // Each resource is new <sdk>.<Type>(`${name}-<noun>`, { ... }, { parent: this }), with args.tags if it accepts tags. The
    // app's variables are appEnvironment(variables, args.settings, args.artifact): see environment.ts and target-kit.
    this.url = noResourceYet();
    this.registerOutputs({ url: this.url });
  }
}

function noResourceYet(): pulumi.Output<string> {
  throw new DeploymentRefused(
    "stacks/newtarget/deployment/deployment.ts declares no resource yet: declare in Deployment what serves the artifact, " +
      "and give its address as url.",
  );
}
