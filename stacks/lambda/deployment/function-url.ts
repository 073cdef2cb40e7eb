import { createHash } from "node:crypto";
import { lambda } from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { corsOf, type Endpoint, type EndpointArgs } from "./endpoint.ts";
import { arnOfPrincipal } from "./iam-policies.ts";

/** A URL of the alias's own. */
export class FunctionUrl extends pulumi.ComponentResource implements Endpoint {
  readonly url: pulumi.Output<string>;

  constructor(name: string, args: EndpointArgs, options?: pulumi.ComponentResourceOptions) {
    super("modelport:lambda:FunctionUrl", name, args, options);
    const authorizationType = args.settings.public ? "NONE" : "AWS_IAM";
    const invokeMode = args.settings.streaming ? "RESPONSE_STREAM" : "BUFFERED";
    const ofAlias = { functionName: args.function.name, qualifier: args.live.name };
    const cors = corsOf(args.settings);
    const door = new lambda.FunctionUrl(
      `${name}-url`,
      { ...ofAlias, authorizationType, invokeMode, ...(cors === undefined ? {} : { cors }) },
      // A function takes one change at a time, and making a public URL changes its policy: see `grantsOf`.
      { parent: this, dependsOn: [...this.#letIn(name, args, authorizationType)] },
    );
    this.url = door.functionUrl.apply((url) => url.replace(/\/$/, ""));
    this.registerOutputs({ url: this.url });
  }

  /**
   * Both permissions for each grant, without either of which the URL answers 403, one after the other: AWS refuses two changes
   * of one function at a time (409). Docs: https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html
   */
  #letIn(name: string, door: EndpointArgs, functionUrlAuthType: string): readonly lambda.Permission[] {
    const on = { function: door.function.name, qualifier: door.live.name };
    let dependsOn: lambda.Permission[] = [];
    const permit = (what: string, args: Omit<lambda.PermissionArgs, "function" | "qualifier">) => {
      dependsOn = [new lambda.Permission(`${name}-${what}`, { ...on, ...args }, { parent: this, dependsOn })];
    };
    for (const { id, principal, statementIds } of grantsOf(door)) {
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
  /** Stays when others come and go. */
  readonly id: string;
  readonly principal: pulumi.Input<string>;
  readonly statementIds?: readonly [string, string];
}

/**
 * The statements that @pulumi/aws adds by itself when it makes a public URL, and only then, and that it never removes
 * (terraform-provider-aws, internal/service/lambda/function_url.go). It takes one that is there already for its own: declared
 * under these ids, and before the URL, no statement is there twice, and they go when the URL becomes private.
 */
const OF_PUBLIC_URL = ["FunctionURLAllowPublicAccess", "FunctionURLAllowInvokeAction"] as const;

/** The grants. An account admits the callers that its own policies allow. */
function grantsOf({ settings, accountId, partition }: EndpointArgs): readonly Grant[] {
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
