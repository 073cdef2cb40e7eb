// The stack's name chooses the target: `<target>` or `<target>-<environment>`.
import { DeploymentRefused } from "./refusal.ts";

/** The name of a Pulumi stack, taken apart. */
export interface StackName {
  readonly stack: string;
  readonly target: string;
  readonly environment?: string;
}

/** A stack name that chooses no target; its message is one sentence. */
export class StackNameError extends DeploymentRefused {
  override readonly name = "StackNameError";
}

/** Splits `lambda-pr-12` into the target `lambda` and the environment `pr-12`; `undefined` when the form is another. */
export function parseStackName(stack: string): StackName | undefined {
  const parts = /^([a-z][a-z0-9]*)(?:-([a-z0-9]+(?:-[a-z0-9]+)*))?$/.exec(stack);
  if (parts?.[1] === undefined) return undefined;
  return { stack, target: parts[1], ...(parts[2] === undefined ? {} : { environment: parts[2] }) };
}

/** The target that the stack's name chooses among those of `registry`; throws a {@link StackNameError} that lists them. */
export function resolveTarget<T extends { readonly name: string }>(
  stack: string,
  registry: Readonly<Record<string, T>>,
): { readonly target: T; readonly stackName: StackName } {
  const stackName = parseStackName(stack);
  const target = Object.values(registry).find((known) => known.name === stackName?.target);
  if (stackName !== undefined && target !== undefined) return { target, stackName };
  const names = Object.values(registry)
    .map((known) => known.name)
    .toSorted();
  throw new StackNameError(
    `The stack "${stack}" chooses no target: name it <target> or <target>-<environment> ` +
      `in lower-case letters, digits and hyphens (e.g. ${names[0]} or ${names[0]}-dev), ` +
      `where the target is one of: ${names.join(", ")}.`,
  );
}
