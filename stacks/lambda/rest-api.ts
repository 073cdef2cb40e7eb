import { createHash } from "node:crypto";
import { apigateway } from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { letApiInvoke } from "./api-permission.ts";
import type { FrontDoor, FrontDoorArgs } from "./front-door.ts";
import { asksWhetherItMay, invokesRestApi } from "./policies.ts";
import { API_SECONDS } from "./setting-rules.ts";

const STAGE = "live";

/** A REST API of API Gateway that hands every request to the alias. */
export class RestApi extends pulumi.ComponentResource implements FrontDoor {
  readonly url: pulumi.Output<string>;

  constructor(name: string, args: FrontDoorArgs, options?: pulumi.ComponentResourceOptions) {
    super("modelport:lambda:RestApi", name, args, options);
    const child = { parent: this };
    const policy = policyOf(args);
    const api = new apigateway.RestApi(
      `${name}-api`,
      { endpointConfiguration: { types: "REGIONAL" }, tags: args.tags, ...(policy === undefined ? {} : { policy }) },
      child,
    );
    const everyPath = new apigateway.Resource(
      `${name}-every-path`,
      { restApi: api.id, parentId: api.rootResourceId, pathPart: "{proxy+}" },
      child,
    );
    const methods = [
      ...this.#answer(`${name}-root`, api, api.rootResourceId, args),
      ...this.#answer(`${name}-path`, api, everyPath.id, args),
    ];
    const stage = this.#publish(name, api, methods, args);
    letApiInvoke(`${name}-api-may-invoke`, args, api.executionArn, child);
    this.url = stage.invokeUrl;
    this.registerOutputs({ url: this.url });
  }

  /** Every method of a path; a browser does not sign its question whether it may ask, and ANY would take that too. */
  #answer(name: string, api: apigateway.RestApi, resourceId: pulumi.Input<string>, { settings, live }: FrontDoorArgs) {
    const child = { parent: this };
    const path = { restApi: api.id, resourceId };
    const handTo = (prefix: string, httpMethod: string, authorization: string) => {
      const method = new apigateway.Method(`${prefix}-method`, { ...path, httpMethod, authorization }, child);
      const integration = new apigateway.Integration(
        `${prefix}-integration`,
        {
          ...path,
          httpMethod: method.httpMethod,
          type: "AWS_PROXY",
          integrationHttpMethod: "POST",
          uri: live.invokeArn,
          timeoutMilliseconds: API_SECONDS["rest-api"] * 1000,
        },
        child,
      );
      return [method, integration];
    };
    return [
      ...handTo(name, "ANY", settings.public ? "NONE" : "AWS_IAM"),
      ...(takesPreflights(settings) ? handTo(`${name}-preflight`, "OPTIONS", "NONE") : []),
    ];
  }

  /** A deployment is a copy of the API: one that changes without a new one would not be seen. */
  #publish(name: string, api: apigateway.RestApi, dependsOn: pulumi.Resource[], args: FrontDoorArgs): apigateway.Stage {
    const deployment = new apigateway.Deployment(
      `${name}-deployment`,
      { restApi: api.id, triggers: { content: args.live.invokeArn.apply((uri) => contentHash(uri, args)) } },
      { parent: this, dependsOn },
    );
    const stage = new apigateway.Stage(
      `${name}-stage`,
      { restApi: api.id, deployment: deployment.id, stageName: STAGE, tags: args.tags },
      { parent: this },
    );
    const { throttleRequestsPerSecond, throttleBurst } = args.settings;
    if (throttleRequestsPerSecond !== undefined && throttleBurst !== undefined) {
      new apigateway.MethodSettings(
        `${name}-throttle`,
        {
          restApi: api.id,
          stageName: stage.stageName,
          methodPath: "*/*",
          settings: { throttlingRateLimit: throttleRequestsPerSecond, throttlingBurstLimit: throttleBurst },
        },
        { parent: this },
      );
    }
    return stage;
  }
}

/** Whether browsers' questions need a way in of their own; a public API has one for everything. */
function takesPreflights({ public: isPublic, corsOrigins }: FrontDoorArgs["settings"]): boolean {
  return !isPublic && corsOrigins.length > 0;
}

/** Everything of the API that a setting or another function changes. */
function contentHash(uri: string, { settings }: FrontDoorArgs): string {
  const content = [uri, settings.public, settings.invokers, ...(takesPreflights(settings) ? ["preflight"] : [])];
  return createHash("sha256").update(JSON.stringify(content)).digest("hex");
}

/** Without a policy, this account's own; with one, those whom it names must be let in beside it. */
function policyOf({ settings, accountId }: FrontDoorArgs): pulumi.Output<string> | undefined {
  if (settings.invokers.length === 0) return undefined;
  const preflights = takesPreflights(settings) ? [asksWhetherItMay(STAGE)] : [];
  return pulumi.output(accountId).apply((account) => invokesRestApi([account, ...settings.invokers], ...preflights));
}
