// Runs programs for their version, each within the time limit.
import { capture } from "../../launch/run.mjs";

const NOT_FOUND = 127;
const VERSION = /\d+(?:\.\d+){1,3}(?:[-+~][\w.+~-]{1,40})?/;

/**
 * @typedef {{state: "absent" | "hangs" | "fails"} | {state: "answers", version: string}} Answer
 * @param {{env: NodeJS.ProcessEnv, timeoutSeconds: number}} context
 * @returns {Promise<Answer>} `fails`: it ended with an error, or names no version; only the version is ever passed on
 */
export async function ask({ env, timeoutSeconds }, command, args) {
  const { code, stdout, timedOut } = await capture(command, args, { env, timeoutSeconds, ownGroup: true });
  if (timedOut) return { state: "hangs" };
  if (code === NOT_FOUND) return { state: "absent" };
  const version = code === 0 ? VERSION.exec(stdout)?.[0] : undefined;
  return version === undefined ? { state: "fails" } : { state: "answers", version };
}

/** The check of a program that gave no version although it is there; `fix` defaults to seeing it by hand. */
export function brokenProgram(name, commandLine, { state }, { timeoutSeconds }, { status = "missing", fix } = {}) {
  const value =
    state === "hangs"
      ? `\`${commandLine}\` did not answer within ${timeoutSeconds} s; run it to see why`
      : `\`${commandLine}\` fails; run it to see why`;
  return { name, status, value, fix: fix ?? commandLine };
}

/** The answer of `go version`. GOTOOLCHAIN: otherwise this check could download a newer Go. */
export function askGo(context) {
  return ask({ ...context, env: { ...context.env, GOTOOLCHAIN: "local" } }, "go", ["version"]);
}
