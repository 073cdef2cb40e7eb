import { createHash } from "node:crypto";
import { apigateway } from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { API_SECONDS } from "../rules.ts";
import { type Endpoint, type EndpointArgs, letApiInvoke } from "./endpoint.ts";
import { arnOfPrincipal, invokesRestApi, takesPreflightsAt } from "./iam-policies.ts";

const STAGE = "live";

/** A REST API of API Gateway that passes every request to the alias. */
export class RestApi extends pulumi.ComponentResource implements Endpoint {
  readonly url: pulumi.Output<string>;

  constructor(name: string, args: EndpointArgs, options?: pulumi.ComponentResourceOptions) {
    super("modelport:lambda:RestApi", name, args, options);
    const child = { parent: this };
    const api = new apigateway.RestApi(
      `${name}-api`,
      { endpointConfiguration: { types: "REGIONAL" }, tags: args.tags },
      child,
    );
    // A separate resource that always exists: the API keeps its own `policy` when that input is left out.
    const policy = new apigateway.RestApiPolicy(
      `${name}-policy`,
      { restApiId: api.id, policy: policyOf(args, api.executionArn) },
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
    const stage = this.#publish(name, api, [policy, ...methods], args);
    letApiInvoke(`${name}-api-may-invoke`, args, api.executionArn, child);
    this.url = stage.invokeUrl;
    this.registerOutputs({ url: this.url });
  }

  /**
   * Every method of a path. ANY would match CORS preflight requests too, which browsers do not sign. OPTIONS is always
   * declared, because a removed method is deleted only after the new deployment was made, and would stay in it.
   */
  #answer(name: string, api: apigateway.RestApi, resourceId: pulumi.Input<string>, { settings, live }: EndpointArgs) {
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
    const signed = settings.public ? "NONE" : "AWS_IAM";
    const preflight = takesPreflights(settings) ? "NONE" : signed;
    return [...handTo(name, "ANY", signed), ...handTo(`${name}-preflight`, "OPTIONS", preflight)];
  }

  /** A deployment is a copy of the API, so that a changed API needs a new one. */
  #publish(name: string, api: apigateway.RestApi, dependsOn: pulumi.Resource[], args: EndpointArgs): apigateway.Stage {
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

/** Whether CORS preflight requests may come unsigned, unlike all others. */
function takesPreflights({ public: isPublic, corsOrigins }: EndpointArgs["settings"]): boolean {
  return !isPublic && corsOrigins.length > 0;
}

/** A hash of all that a setting or another function changes in the API. */
function contentHash(uri: string, { settings }: EndpointArgs): string {
  const content = [uri, settings.public, settings.invokers, ...(takesPreflights(settings) ? ["preflight"] : [])];
  return createHash("sha256").update(JSON.stringify(content)).digest("hex");
}

/** This account and the invokers, or everyone: a policy rejects every caller that it does not name. */
function policyOf(args: EndpointArgs, executionArn: pulumi.Output<string>): pulumi.Output<string> {
  const { settings, place } = args;
  return pulumi.all([place.accountId, place.partition, executionArn]).apply(([account, partition, api]) => {
    if (settings.public) return invokesRestApi("*", api);
    const principals = [account, ...settings.invokers].map((principal) => arnOfPrincipal(principal, partition));
    return invokesRestApi(principals, api, ...(takesPreflights(settings) ? [takesPreflightsAt(api, STAGE)] : []));
  });
}
