import { apigatewayv2 } from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { letApiInvoke } from "./api-permission.ts";
import { corsOf, type FrontDoor, type FrontDoorArgs } from "./front-door.ts";
import { API_SECONDS } from "./setting-rules.ts";

/** An HTTP API of API Gateway that hands every request to the alias. */
export class HttpApi extends pulumi.ComponentResource implements FrontDoor {
  readonly url: pulumi.Output<string>;

  constructor(name: string, args: FrontDoorArgs, options?: pulumi.ComponentResourceOptions) {
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
      { apiId: api.id, name: "$default", autoDeploy: true, tags: args.tags, ...throttleOf(args) },
      child,
    );
    letApiInvoke(`${name}-api-may-invoke`, args, api.executionArn, child);
    this.url = api.apiEndpoint;
    this.registerOutputs({ url: this.url });
  }

  #route(name: string, api: apigatewayv2.Api, { live, settings }: FrontDoorArgs): void {
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
    // A browser does not sign its question whether it may ask, and $default would take that too.
    if (!settings.public && settings.corsOrigins.length > 0) route("preflight", "OPTIONS /{proxy+}", "NONE");
  }
}

function throttleOf({ settings }: FrontDoorArgs) {
  const { throttleRequestsPerSecond, throttleBurst } = settings;
  if (throttleRequestsPerSecond === undefined || throttleBurst === undefined) return {};
  return {
    defaultRouteSettings: { throttlingRateLimit: throttleRequestsPerSecond, throttlingBurstLimit: throttleBurst },
  };
}
