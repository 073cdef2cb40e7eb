import { apigatewayv2 } from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { API_SECONDS } from "../rules.ts";
import { corsOf, type Endpoint, type EndpointArgs, letApiInvoke } from "./endpoint.ts";

/** An account's quota for all its APIs of a region: https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html */
const API_QUOTA = { requestsPerSecond: 10_000, burst: 5000 } as const;

/** An HTTP API of API Gateway that passes every request to the alias. */
export class HttpApi extends pulumi.ComponentResource implements Endpoint {
  readonly url: pulumi.Output<string>;

  constructor(name: string, args: EndpointArgs, options?: pulumi.ComponentResourceOptions) {
    super("modelport:lambda:HttpApi", name, args, options);
    const child = { parent: this };
    const corsConfiguration = corsOf(args.settings);
    const api = new apigatewayv2.Api(
      `${name}-api`,
      { protocolType: "HTTP", tags: args.tags, ...(corsConfiguration === undefined ? {} : { corsConfiguration }) },
      child,
    );
    this.#route(name, api, args);
    new apigatewayv2.Stage(
      `${name}-stage`,
      {
        apiId: api.id,
        name: "$default",
        autoDeploy: true,
        defaultRouteSettings: throttleOf(args.settings),
        tags: args.tags,
      },
      child,
    );
    letApiInvoke(`${name}-api-may-invoke`, args, api.executionArn, child);
    this.url = api.apiEndpoint;
    this.registerOutputs({ url: this.url });
  }

  #route(name: string, api: apigatewayv2.Api, { live, settings }: EndpointArgs): void {
    const integration = new apigatewayv2.Integration(
      `${name}-integration`,
      {
        apiId: api.id,
        integrationType: "AWS_PROXY",
        integrationMethod: "POST",
        integrationUri: live.invokeArn,
        payloadFormatVersion: "2.0",
        timeoutMilliseconds: API_SECONDS["http-api"] * 1000,
      },
      { parent: this },
    );
    const route = (what: string, routeKey: string, authorizationType: string) =>
      new apigatewayv2.Route(
        `${name}-${what}`,
        { apiId: api.id, routeKey, authorizationType, target: pulumi.interpolate`integrations/${integration.id}` },
        { parent: this },
      );
    route("route", "$default", settings.public ? "NONE" : "AWS_IAM");
    // Browsers do not sign CORS preflight requests, which $default would match as well.
    if (!settings.public && settings.corsOrigins.length > 0) route("preflight", "OPTIONS /{proxy+}", "NONE");
  }
}

/**
 * Always declared: if the block is left out, the old limit stays in the cloud (terraform-provider-aws,
 * internal/service/apigatewayv2/stage.go: SuppressMissingOptionalConfigurationBlock).
 */
function throttleOf({ throttleRequestsPerSecond, throttleBurst }: EndpointArgs["settings"]) {
  return {
    throttlingRateLimit: throttleRequestsPerSecond ?? API_QUOTA.requestsPerSecond,
    throttlingBurstLimit: throttleBurst ?? API_QUOTA.burst,
  };
}
