// What a killed run leaves: services without a state, a lock, a broken checkpoint.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { checkpointFile, isLocked } from "./own-state.mjs";
import { passThrough } from "../../launch/run.mjs";
import { shellWord } from "../../launch/shell-word.mjs";

const FLAGS_THAT_LEAVE_SOMETHING = /^(--preview-only|--target|-t|--exclude|--exclude-protected)(=|$)/;

/** Stops what `stacks/<target>/sweep.ts` still finds after the whole stack was destroyed. */
export async function sweepAfterDestroy({ root, args, line, target, env }) {
  const program = join(root, "stacks", target ?? "", "sweep.ts");
  const isWhole = !args.some((arg) => FLAGS_THAT_LEAVE_SOMETHING.test(arg)) && !line.asksForHelp;
  if (target === undefined || !["destroy", "down", "dn"].includes(line.command) || !isWhole) return 0;
  if (!existsSync(program)) return 0;
  const { code } = await passThrough("node", [program, line.stack], { cwd: root, env });
  return code ?? 1;
}

/**
 * Why a command of a stack may have failed, as far as the repository's own state shows: one sentence per cause, in the order to
 * fix them, because the CLI cannot unlock a stack whose checkpoint it cannot read.
 */
export function brokenStateSentences(root, stack) {
  return [unreadableSidecar(root, stack), unreadableCheckpoint(root, stack), lockSentence(root, stack)].filter(Boolean);
}

function lockSentence(root, stack) {
  if (!isLocked(root, stack)) return undefined;
  return (
    `The stack ${stack} is locked by a run that is in progress or was killed: if none is in progress, ` +
    `\`npx pulumi cancel --yes --stack ${stack}\` unlocks it.`
  );
}

// Written if the backend was named without `metadata=skip`; the CLI does not need it.
function unreadableSidecar(root, stack) {
  const sidecar = `${checkpointFile(root, stack)}.attrs`;
  if (!existsSync(sidecar) || isJson(sidecar)) return undefined;
  return `The state of ${stack} cannot be read (${sidecar} is not JSON): remove that file with \`rm ${shellWord(sidecar)}\`.`;
}

function unreadableCheckpoint(root, stack) {
  const checkpoint = checkpointFile(root, stack);
  if (!existsSync(checkpoint) || isJson(checkpoint)) return undefined;
  const before = `${checkpoint}.bak`;
  const remedy = existsSync(before)
    ? `restore the previous one with \`cp ${shellWord(before)} ${shellWord(checkpoint)}\`, and then \`npx pulumi refresh --stack ${stack}\``
    : `there is no previous one: start again with \`rm ${shellWord(checkpoint)}\`, and remove running resources by hand`;
  return `The state of ${stack} is broken (${checkpoint} is not JSON): ${remedy}.`;
}

function isJson(file) {
  try {
    JSON.parse(readFileSync(file, "utf8"));
    return true;
  } catch {
    return false;
  }
}
