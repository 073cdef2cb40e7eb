import * as pulumi from "@pulumi/pulumi";
import type { ServiceInputs } from "./service.ts";
import { Service } from "./service-resource.ts";

export interface DeploymentArgs {
  readonly server: ServiceInputs;
  readonly lambda: ServiceInputs;
}

/** Both artifacts, each as a process on this machine. */
export class Deployment extends pulumi.ComponentResource {
  readonly server: Service;
  readonly lambda: Service;

  constructor(name: string, args: DeploymentArgs, options?: pulumi.ComponentResourceOptions) {
    super("modelport:local:Deployment", name, args, options);
    this.server = new Service(`${name}-server`, args.server, { parent: this });
    this.lambda = new Service(`${name}-lambda`, args.lambda, { parent: this });
    this.registerOutputs({ serverUrl: this.server.url, lambdaUrl: this.lambda.url });
  }
}
