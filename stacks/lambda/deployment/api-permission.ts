import { lambda } from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { EndpointArgs } from "./endpoint.ts";

/** Lets every method and path of one API of API Gateway, and no other API, invoke the alias. */
export function letApiInvoke(
  name: string,
  args: Pick<EndpointArgs, "function" | "live">,
  executionArn: pulumi.Input<string>,
  options: pulumi.CustomResourceOptions,
): void {
  new lambda.Permission(
    name,
    {
      function: args.function.name,
      qualifier: args.live.name,
      action: "lambda:InvokeFunction",
      principal: "apigateway.amazonaws.com",
      sourceArn: pulumi.interpolate`${executionArn}/*/*`,
    },
    options,
  );
}
