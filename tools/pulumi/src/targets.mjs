// A stack's name chooses its target: `<target>`, or `<target>-<environment>`.
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** The folders of stacks/ that hold a target.ts, sorted. */
export function knownTargets(root) {
  const stacks = join(root, "stacks");
  return readdirSync(stacks, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(stacks, entry.name, "target.ts")))
    .map((entry) => entry.name)
    .sort();
}

/** The target that `stack` names, or undefined. */
export function targetOf(stack, targets) {
  return targets.find((target) => stack === target || (stack.startsWith(`${target}-`) && stack !== `${target}-`));
}

/** One sentence for a stack that names no target. */
export function unknownStackSentence(stack, targets) {
  const example = `${targets[0]}-staging`;
  return `There is no target for the stack "${stack}": name it after one of ${targets.join(", ")}, with an environment behind a hyphen if you like (${example}).`;
}
