import { createHash } from "node:crypto";
import { lambda } from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { corsOf, type FrontDoor, type FrontDoorArgs } from "./front-door.ts";

/** A URL of the alias's own. */
export class FunctionUrl extends pulumi.ComponentResource implements FrontDoor {
  readonly url: pulumi.Output<string>;

  constructor(name: string, args: FrontDoorArgs, options?: pulumi.ComponentResourceOptions) {
    super("modelport:lambda:FunctionUrl", name, args, options);
    const authorizationType = args.settings.public ? "NONE" : "AWS_IAM";
    const invokeMode = args.settings.streaming ? "RESPONSE_STREAM" : "BUFFERED";
    const ofAlias = { functionName: args.function.name, qualifier: args.live.name };
    const cors = corsOf(args.settings);
    const door = new lambda.FunctionUrl(
      `${name}-url`,
      { ...ofAlias, authorizationType, invokeMode, ...(cors === undefined ? {} : { cors }) },
      { parent: this },
    );
    for (const [id, principal] of callersOf(args)) this.#let(`${name}-${id}`, principal, authorizationType, args);
    this.url = door.functionUrl.apply((url) => url.replace(/\/$/, ""));
    this.registerOutputs({ url: this.url });
  }

  /**
   * Both permissions, without either of which the URL answers 403. The provider adds them itself where the URL is public,
   * and only when it makes it. Docs: https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html
   */
  #let(name: string, principal: pulumi.Input<string>, functionUrlAuthType: string, args: FrontDoorArgs): void {
    const grant = { function: args.function.name, qualifier: args.live.name, principal };
    const child = { parent: this };
    new lambda.Permission(
      `${name}-may-ask`,
      { ...grant, action: "lambda:InvokeFunctionUrl", functionUrlAuthType },
      child,
    );
    new lambda.Permission(
      `${name}-may-invoke`,
      { ...grant, action: "lambda:InvokeFunction", invokedViaFunctionUrl: true },
      child,
    );
  }
}

/** Who gets through, by a name that stays when others come and go; an account lets in whom its own policies let in. */
function callersOf({ settings, accountId }: FrontDoorArgs): readonly (readonly [string, pulumi.Input<string>])[] {
  if (settings.public) return [["anybody", "*"]];
  return [["account", accountId], ...settings.invokers.map((invoker) => [shortName(invoker), invoker] as const)];
}

function shortName(invoker: string): string {
  return `invoker-${createHash("sha256").update(invoker).digest("hex").slice(0, 8)}`;
}
