// What every HTTP endpoint is: a component that lets HTTP requests reach the alias, and says where.
import type { lambda } from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { LambdaSettings } from "../settings.ts";

type DoorSettings = Pick<
  LambdaSettings,
  "public" | "invokers" | "corsOrigins" | "streaming" | "throttleRequestsPerSecond" | "throttleBurst"
>;

export interface EndpointArgs {
  readonly function: lambda.Function;
  readonly live: lambda.Alias;
  readonly settings: DoorSettings;
  /** The account that the stack is deployed to. */
  readonly accountId: pulumi.Input<string>;
  /** That account's partition, with which ARNs begin: `aws`, `aws-cn`, `aws-us-gov`. */
  readonly partition: pulumi.Input<string>;
  readonly tags: Readonly<Record<string, string>>;
}

export interface Endpoint {
  /** Without a slash at its end. */
  readonly url: pulumi.Output<string>;
}

/** The settings of a HTTP endpoint alone, so that it stays as it is when another one changes. */
export function doorSettings(settings: LambdaSettings): DoorSettings {
  const { invokers, corsOrigins, streaming, throttleRequestsPerSecond, throttleBurst } = settings;
  return { public: settings.public, invokers, corsOrigins, streaming, throttleRequestsPerSecond, throttleBurst };
}

/** Methods and headers of the HTTP contract that a page of another origin may use. */
export const CORS = {
  allowMethods: ["GET", "POST"],
  allowHeaders: ["content-type", "x-request-id"],
  exposeHeaders: ["x-request-id", "x-model-version"],
  maxAge: 3600,
};

/** What a signed request carries besides. */
const SIGNATURE_HEADERS = ["authorization", "x-amz-content-sha256", "x-amz-date", "x-amz-security-token"];

/** The CORS block of a door that answers browsers itself, for pages of `corsOrigins`; `undefined` where there are none. */
export function corsOf({ corsOrigins, public: isPublic }: Pick<LambdaSettings, "corsOrigins" | "public">) {
  if (corsOrigins.length === 0) return undefined;
  const allowHeaders = isPublic ? CORS.allowHeaders : [...CORS.allowHeaders, ...SIGNATURE_HEADERS];
  return { ...CORS, allowHeaders, allowOrigins: corsOrigins };
}
