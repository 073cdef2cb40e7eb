import { createHash } from "node:crypto";
import { lambda } from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { corsOf, type Endpoint, type EndpointArgs } from "./endpoint.ts";
import { arnOfPrincipal } from "./iam-policies.ts";

/** A URL of the alias itself. */
export class FunctionUrl extends pulumi.ComponentResource implements Endpoint {
  readonly url: pulumi.Output<string>;

  constructor(name: string, args: EndpointArgs, options?: pulumi.ComponentResourceOptions) {
    super("modelport:lambda:FunctionUrl", name, args, options);
    const authorizationType = args.settings.public ? "NONE" : "AWS_IAM";
    const invokeMode = args.settings.streaming ? "RESPONSE_STREAM" : "BUFFERED";
    const ofAlias = { functionName: args.function.name, qualifier: args.live.name };
    const cors = corsOf(args.settings);
    const functionUrl = new lambda.FunctionUrl(
      `${name}-url`,
      { ...ofAlias, authorizationType, invokeMode, ...(cors === undefined ? {} : { cors }) },
      // After the permissions: a function takes one change at a time, and a public URL changes its policy.
      { parent: this, dependsOn: [...this.#permissions(name, args, authorizationType)] },
    );
    this.url = functionUrl.functionUrl.apply((url) => url.replace(/\/$/, ""));
    this.registerOutputs({ url: this.url });
  }

  /**
   * Two permissions for each grant; without both, the URL answers 403 (https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html).
   * One is made after the other, because AWS rejects simultaneous changes of a function (409).
   */
  #permissions(name: string, args: EndpointArgs, functionUrlAuthType: string): readonly lambda.Permission[] {
    const on = { function: args.function.name, qualifier: args.live.name };
    let dependsOn: lambda.Permission[] = [];
    const permit = (what: string, grant: Omit<lambda.PermissionArgs, "function" | "qualifier">) => {
      dependsOn = [new lambda.Permission(`${name}-${what}`, { ...on, ...grant }, { parent: this, dependsOn })];
    };
    for (const { id, principal, statementIds } of grantsOf(args)) {
      const statement = (index: 0 | 1) => (statementIds === undefined ? {} : { statementId: statementIds[index] });
      permit(`${id}-may-ask`, { action: "lambda:InvokeFunctionUrl", principal, functionUrlAuthType, ...statement(0) });
      permit(`${id}-may-invoke`, {
        action: "lambda:InvokeFunction",
        principal,
        invokedViaFunctionUrl: true,
        ...statement(1),
      });
    }
    return dependsOn;
  }
}

interface Grant {
  /** Stable, so that adding or removing a grant does not replace the others. */
  readonly id: string;
  readonly principal: pulumi.Input<string>;
  readonly statementIds?: readonly [string, string];
}

/**
 * The ids of the statements that @pulumi/aws adds on its own when it creates a public URL, and never removes
 * (terraform-provider-aws, internal/service/lambda/function_url.go). It keeps a statement that already exists. Declared here
 * under these ids, and before the URL, there are no duplicates, and the statements go when the URL becomes private.
 */
const OF_PUBLIC_URL = ["FunctionURLAllowPublicAccess", "FunctionURLAllowInvokeAction"] as const;

/** An account ID admits every caller that the account's own policies allow. */
function grantsOf({ settings, place: { accountId, partition } }: EndpointArgs): readonly Grant[] {
  if (settings.public) return [{ id: "anybody", principal: "*", statementIds: OF_PUBLIC_URL }];
  const arnOf = (principal: pulumi.Input<string>) =>
    pulumi.all([principal, partition]).apply(([each, of]) => arnOfPrincipal(each, of));
  return [
    { id: "account", principal: arnOf(accountId) },
    ...settings.invokers.map((invoker) => ({ id: shortName(invoker), principal: arnOf(invoker) })),
  ];
}

function shortName(invoker: string): string {
  return `invoker-${createHash("sha256").update(invoker).digest("hex").slice(0, 8)}`;
}
