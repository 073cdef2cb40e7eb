import * as pulumi from "@pulumi/pulumi";
import type { DeployableArtifact } from "@modelport/target-kit";
import { Alarms } from "./alarms.ts";
import { doorSettings, type Endpoint, type EndpointArgs } from "./endpoint.ts";
import { FunctionUrl } from "./function-url.ts";
import { HttpApi } from "./http-api.ts";
import { InferenceFunction } from "./inference-function.ts";
import { RestApi } from "./rest-api.ts";
import type { LambdaSettings } from "../settings.ts";

export interface DeploymentArgs {
  readonly artifact: DeployableArtifact;
  readonly settings: LambdaSettings;
  readonly accountId: pulumi.Input<string>;
  /** See {@link EndpointArgs}. */
  readonly partition: pulumi.Input<string>;
  readonly tags: Readonly<Record<string, string>>;
}

type OpenDoor = new (name: string, args: EndpointArgs, options: pulumi.ComponentResourceOptions) => Endpoint;

const DOORS = { "function-url": FunctionUrl, "http-api": HttpApi, "rest-api": RestApi } as const satisfies Record<
  LambdaSettings["endpoint"],
  OpenDoor
>;

/** The function, its HTTP endpoint and its alarms. */
export class Deployment extends pulumi.ComponentResource {
  readonly inference: InferenceFunction;
  readonly url: pulumi.Output<string>;

  constructor(name: string, args: DeploymentArgs, options?: pulumi.ComponentResourceOptions) {
    super("modelport:lambda:Deployment", name, args, options);
    const { artifact, settings, accountId, partition, tags } = args;
    const child = { parent: this };
    this.inference = new InferenceFunction(name, { artifact, settings, tags }, child);
    const { function: asked, live } = this.inference;
    const open: OpenDoor = DOORS[settings.endpoint];
    const door = { function: asked, live, settings: doorSettings(settings), accountId, partition, tags };
    this.url = new open(name, door, child).url;
    const { alarmP99Ms, alarmTopicArn } = settings;
    const alarms = { functionName: asked.name, settings: { alarmP99Ms, alarmTopicArn }, tags };
    if (settings.alarms) new Alarms(`${name}-alarm`, alarms, child);
    this.registerOutputs({ url: this.url });
  }
}
