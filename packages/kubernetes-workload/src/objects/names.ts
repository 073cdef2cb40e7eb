// The names of the workload's objects, in the forms that Kubernetes has rules for.
import { createHash } from "node:crypto";
import { DeploymentRefused, type DeployContext } from "@modelport/target-kit";

/** Of Service names, of values of labels, and of namespaces: https://kubernetes.io/docs/concepts/overview/working-with-objects/names/ */
const MOST = 63;
/** Pods have the Deployment's name with two hashes: 10 and 5 characters, and hyphens. */
const NAME_MOST = MOST - 17;

/**
 * `<model>-api`, as the course has it, and the stack's environment: stacks of one namespace share no name.
 * @throws {DeploymentRefused} if the stack's name is too long for the label by which its objects are found
 */
export function workloadName({
  stack,
  model,
  environment,
}: Pick<DeployContext<unknown>, "stack" | "model" | "environment">): string {
  if (stack.length > MOST) {
    throw new DeploymentRefused(
      `The stack's name ${stack} has ${stack.length} characters, but a label of Kubernetes takes ${MOST}: choose a shorter one.`,
    );
  }
  const words = [model.name, "api", ...(environment === undefined ? [] : [environment])].join("-");
  // A Service's name begins with a letter.
  const full = words
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replace(/^([^a-z])/, "m$1");
  if (full.length <= NAME_MOST) return full;
  return `${full.slice(0, NAME_MOST - 7).replace(/-+$/, "")}-${hashOf(full, 6)}`;
}

/** The first `digits` of the SHA-256 of `text`, in hex. */
export function hashOf(text: string, digits: number): string {
  return createHash("sha256").update(text).digest("hex").slice(0, digits);
}

/**
 * `docker.io/modelport/<name>:sha256-<64 hex digits>`. Fully qualified, because containerd and Docker complete other names
 * differently. Nothing pulls it: pods that use it have the pull policy `Never`.
 */
export function loadedReference({ name, digest }: { readonly name: string; readonly digest: string }): string {
  return `docker.io/modelport/${name}:${digest.replace(":", "-")}`;
}
