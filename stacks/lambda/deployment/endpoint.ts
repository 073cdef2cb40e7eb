// What the three HTTP endpoints have in common: each is a component that passes HTTP requests to the alias.
import type { Place } from "@modelport/aws";
import { CORS } from "@modelport/contracts";
import { lambda } from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { LambdaSettings } from "../settings.ts";

type EndpointSettings = Pick<
  LambdaSettings,
  "public" | "invokers" | "corsOrigins" | "streaming" | "throttleRequestsPerSecond" | "throttleBurst"
>;

export interface EndpointArgs {
  readonly function: lambda.Function;
  readonly live: lambda.Alias;
  readonly settings: EndpointSettings;
  readonly place: Place;
  readonly tags: Readonly<Record<string, string>>;
}

export interface Endpoint {
  /** Without a slash at the end. */
  readonly url: pulumi.Output<string>;
}

/** The settings of an HTTP endpoint alone, so that it stays as it is when another setting changes. */
export function endpointSettings(settings: LambdaSettings): EndpointSettings {
  const { invokers, corsOrigins, streaming, throttleRequestsPerSecond, throttleBurst } = settings;
  return { public: settings.public, invokers, corsOrigins, streaming, throttleRequestsPerSecond, throttleBurst };
}

/** The CORS block of an endpoint that answers preflight requests itself; `undefined` if no origin is allowed. */
export function corsOf({ corsOrigins, public: isPublic }: Pick<LambdaSettings, "corsOrigins" | "public">) {
  if (corsOrigins.length === 0) return undefined;
  return {
    allowOrigins: corsOrigins,
    allowMethods: [...CORS.methods],
    allowHeaders: [...CORS.requestHeaders, ...(isPublic ? [] : CORS.credentialHeaders)],
    exposeHeaders: [...CORS.responseHeaders],
    maxAge: CORS.maxAgeSeconds,
  };
}

/** Lets one API of API Gateway, with all its methods and paths, invoke the alias. */
export function letApiInvoke(
  name: string,
  args: Pick<EndpointArgs, "function" | "live">,
  executionArn: pulumi.Output<string>,
  options: pulumi.CustomResourceOptions,
): void {
  new lambda.Permission(
    name,
    {
      function: args.function.name,
      qualifier: args.live.name,
      action: "lambda:InvokeFunction",
      principal: "apigateway.amazonaws.com",
      sourceArn: executionArn.apply((arn) => `${arn}/*/*`),
    },
    options,
  );
}
