import type { Place } from "@modelport/aws";
import type { DeployableArtifact } from "@modelport/target-kit";
import * as pulumi from "@pulumi/pulumi";
import type { LambdaSettings } from "../settings.ts";
import { Alarms } from "./alarms.ts";
import { type Endpoint, type EndpointArgs, endpointSettings } from "./endpoint.ts";
import { FunctionUrl } from "./function-url.ts";
import { HttpApi } from "./http-api.ts";
import { InferenceFunction } from "./inference-function.ts";
import { RestApi } from "./rest-api.ts";

export interface DeploymentArgs {
  readonly artifact: DeployableArtifact;
  readonly settings: LambdaSettings;
  readonly place: Place;
  readonly tags: Readonly<Record<string, string>>;
}

type EndpointClass = new (name: string, args: EndpointArgs, options: pulumi.ComponentResourceOptions) => Endpoint;

const ENDPOINTS: Readonly<Record<LambdaSettings["endpoint"], EndpointClass>> = {
  "function-url": FunctionUrl,
  "http-api": HttpApi,
  "rest-api": RestApi,
};

/** The function, its HTTP endpoint and its alarms. */
export class Deployment extends pulumi.ComponentResource {
  readonly inference: InferenceFunction;
  readonly url: pulumi.Output<string>;

  constructor(name: string, args: DeploymentArgs, options?: pulumi.ComponentResourceOptions) {
    super("modelport:lambda:Deployment", name, args, options);
    const { artifact, settings, place, tags } = args;
    const child = { parent: this };
    this.inference = new InferenceFunction(name, { artifact, settings, tags }, child);
    const { function: fn, live } = this.inference;
    const endpointArgs = { function: fn, live, settings: endpointSettings(settings), place, tags };
    this.url = new ENDPOINTS[settings.endpoint](name, endpointArgs, child).url;
    const { alarmP99Ms, alarmTopicArn } = settings;
    const alarms = { functionName: fn.name, settings: { alarmP99Ms, alarmTopicArn }, tags };
    if (settings.alarms) new Alarms(`${name}-alarm`, alarms, child);
    this.registerOutputs({ url: this.url });
  }
}
