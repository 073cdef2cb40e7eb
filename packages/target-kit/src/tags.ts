import type { DeployContext } from "./deployment.ts";

/**
 * Tags (labels, on Google Cloud) by which an account's owner finds what a stack owns: lower-case letters, digits and
 * hyphens only, which every platform takes. The model's version is none of them, or a new model would touch every resource.
 */
export function ownershipTags({ stack }: Pick<DeployContext<unknown>, "stack">): Readonly<Record<string, string>> {
  return { "managed-by": "modelport", "modelport-stack": stack };
}
