// What the wrapper says about states in .modelport/state: where they are, that one is elsewhere, what was cut off.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { stateFolder } from "./environment.mjs";

const SECTION = 'README.md, "Where the state is kept"';

/** One sentence for a stack that costs money: losing this clone would lose it. */
export function stateSentence(stack) {
  return (
    `The state of ${stack}, the only record of what it runs in your account, is in .modelport/state of this clone, which git ` +
    "ignores: `npx pulumi login s3://<bucket>` (or gs://<bucket>, or plain for Pulumi Cloud) before the first `up` keeps it " +
    `where it outlives the clone, and ${SECTION}, says how to move it later.`
  );
}

/** Why `up` at another backend is refused: a state in the clone has resources that it would deploy a second time. */
export function secondDeploymentSentence(stack) {
  return (
    `${stack} is deployed with its state in .modelport/state of this clone, and the backend that is chosen now has no such ` +
    `stack: it would be deployed a second time. Move the state there (${SECTION}), or destroy that deployment first with ` +
    `\`PULUMI_BACKEND_URL="file://$PWD/.modelport/state?metadata=skip" npx pulumi destroy --stack ${stack}\`.`
  );
}

/** Whether .modelport/state holds resources of `stack`. */
export function isDeployedFromHere(root, stack) {
  return (checkpointOf(root, stack)?.resources ?? []).some(({ type }) => type !== "pulumi:pulumi:Stack");
}

/**
 * Why `up` is refused after a run that was cut off: the CLI warns and creates what is pending once more. Undefined where
 * nothing is pending.
 */
export function pendingSentence(root, stack) {
  const pending = (checkpointOf(root, stack)?.pending_operations ?? []).filter(({ type }) => type === "creating");
  // A run that goes on has operations pending too; the CLI says that the stack is locked.
  if (pending.length === 0 || isLocked(root, stack)) return undefined;
  const names = pending.map(({ resource }) => `${resource.urn.split("::").at(-1)} (${resource.type})`).join(", ");
  return (
    `An earlier run of ${stack} was cut off while it created ${names}. Look in the account whether it exists, since \`up\` ` +
    `would create another: \`npx pulumi refresh --stack ${stack}\` in a terminal takes over what is there by its id, and ` +
    `\`npx pulumi refresh --clear-pending-creates --yes --stack ${stack}\` forgets what is not.`
  );
}

/** Whether a run of the stack goes on, or was killed. */
export function isLocked(root, stack) {
  const locks = join(stateFolder(root), ".pulumi/locks/organization/modelport", stack);
  return existsSync(locks) && readdirSync(locks).length > 0;
}

/** `{resources, pending_operations}`; undefined where there is no state, or a broken one. */
function checkpointOf(root, stack) {
  const file = checkpointFile(root, stack);
  try {
    return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")).checkpoint?.latest : undefined;
  } catch {
    return undefined;
  }
}

/** Where the file backend keeps a stack of this project. */
export function checkpointFile(root, stack) {
  return join(stateFolder(root), ".pulumi", "stacks", "modelport", `${stack}.json`);
}
