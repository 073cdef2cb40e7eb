// Sentences about states in .modelport/state: where a state is, a second deployment, an interrupted run.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { stateFolder } from "./environment.mjs";

const SECTION = 'README.md, "Where the state is kept"';

/** Where the state of a stack that costs money is, which would be lost with this clone. */
export function stateSentence(stack) {
  return (
    `The state of ${stack}, the only record of what it runs in your account, is in .modelport/state of this clone, which git ` +
    "ignores; to keep it outside the clone, run `npx pulumi login s3://<bucket>` (or gs://<bucket>, or without an argument for " +
    `Pulumi Cloud) before the first \`up\`, or move it later (${SECTION}).`
  );
}

/** Why `up` with another backend is rejected: the state in the clone has resources that it would deploy a second time. */
export function secondDeploymentSentence(stack) {
  return (
    `${stack} is deployed with its state in .modelport/state of this clone, and the current backend does not have this ` +
    `stack, so it would be deployed a second time. Move the state there (${SECTION}), or destroy that deployment first with ` +
    `\`PULUMI_BACKEND_URL="file://$PWD/.modelport/state?metadata=skip" npx pulumi destroy --stack ${stack}\`.`
  );
}

/** Whether .modelport/state holds resources of `stack`. */
export function isDeployedFromHere(root, stack) {
  return (checkpointOf(root, stack)?.resources ?? []).some(({ type }) => type !== "pulumi:pulumi:Stack");
}

/**
 * Why `up` is rejected after an interrupted run: the CLI would warn and create the pending resources again. Undefined if nothing
 * is pending.
 */
export function pendingSentence(root, stack) {
  const pending = (checkpointOf(root, stack)?.pending_operations ?? []).filter(({ type }) => type === "creating");
  // A run in progress has pending operations too; the CLI says that the stack is locked.
  if (pending.length === 0 || isLocked(root, stack)) return undefined;
  const names = pending.map(({ resource }) => `${resource.urn.split("::").at(-1)} (${resource.type})`).join(", ");
  return (
    `An earlier run of ${stack} was interrupted while it created ${names}. Check in your account whether it exists, because \`up\` ` +
    `would create another: \`npx pulumi refresh --stack ${stack}\` in a terminal imports what exists by its ID, and ` +
    `\`npx pulumi refresh --clear-pending-creates --yes --stack ${stack}\` forgets what does not exist.`
  );
}

/** Whether a run of the stack is in progress or was killed. */
export function isLocked(root, stack) {
  const locks = join(stateFolder(root), ".pulumi/locks/organization/modelport", stack);
  return existsSync(locks) && readdirSync(locks).length > 0;
}

/** `{resources, pending_operations}`; undefined if there is no state, or a broken one. */
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
