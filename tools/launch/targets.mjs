// A stack's name chooses its target: `<target>`, or `<target>-<environment>`.
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** The folders of stacks/ that hold a target.ts, sorted. */
export function knownTargets(root) {
  const stacks = join(root, "stacks");
  return readdirSync(stacks, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(stacks, entry.name, "target.ts")))
    .map((entry) => entry.name)
    .toSorted();
}

/** The target that `stack` names, or undefined. */
export function targetOf(stack, targets) {
  const [, name] = /^([a-z][a-z0-9]*)(?:-[a-z0-9]+)*$/.exec(stack) ?? [];
  return targets.find((target) => target === name);
}

/** Whether a target costs nothing, so that its state may be lost with the clone. */
export function isFree(target) {
  return target === "local";
}

/** One sentence for a stack without a known target; @modelport/target-kit has the same one for the program. */
export function unknownStackSentence(stack, targets) {
  return (
    `The stack "${stack}" chooses no target: name it <target> or <target>-<environment> in lower-case letters, ` +
    `digits and hyphens (e.g. ${targets[0]} or ${targets[0]}-dev), where the target is one of: ${targets.join(", ")}.`
  );
}
