// What the program adds to every target's deployment: the outputs that follow from it, and the warnings.
import { configCommand } from "./config-command.ts";
import { curlLine } from "./curl-line.ts";
import type { Deployed, DeployedModel } from "./deployment.ts";
import { otherAccountWarning } from "./provider-account.ts";
import { requestAuthText, type RequestAuth } from "./request-auth.ts";

/** The outputs of every stack; a target adds those that its `outputs` declares. */
export const commonOutputs = [
  "url",
  "predictUrl",
  "artifactDigest",
  "auth",
  "curl",
  "target",
  "modelName",
  "modelVersion",
] as const;

/**
 * All outputs of a stack, each a text.
 * @param apply makes a text of a value that the engine may know only later: Pulumi's `output(value).apply(make)`
 */
export function stackOutputs<V>(
  { target, model }: { readonly target: string; readonly model: DeployedModel },
  { url, auth, artifact, ...own }: Deployed<V>,
  apply: (value: V, make: (text: string) => string) => V,
): Readonly<Record<string, V | string>> {
  const predictUrl = (base: string) => `${base}/api/v1/predict`;
  return {
    target,
    modelName: model.name,
    modelVersion: model.version,
    url,
    predictUrl: apply(url, predictUrl),
    artifactDigest: artifact.digest,
    auth: requestAuthText(auth),
    curl: apply(url, (base) => curlLine(predictUrl(base), auth, model.example)),
    ...(own as Readonly<Record<string, V>>),
  };
}

interface Access {
  readonly stack: string;
  readonly settings: unknown;
  readonly auth: RequestAuth;
  /** The stack's whole configuration, by key. */
  readonly configuration: Readonly<Record<string, string>>;
}

/** A sentence for a deployment that anyone can call, and for one that the caller's own account may not be able to call or see. */
export function accessWarnings({ stack, settings, auth, configuration }: Access): readonly string[] {
  const isPublic = (settings as { readonly public?: unknown }).public === true;
  const otherAccount = otherAccountWarning(auth, configuration, stack);
  return [...(isPublic ? [publicSentence(stack)] : []), ...(otherAccount === undefined ? [] : [otherAccount])];
}

function publicSentence(stack: string): string {
  return (
    "modelport:public is true: anyone who can reach the URL can call this model, and you pay for each request; " +
    `make it private with ${configCommand({ key: "public" }, stack)}.`
  );
}
