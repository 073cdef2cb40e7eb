// Runs the CLI; after a known error of a cloud it says what to do, and retries what passes by itself.
import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { remediesFor } from "./cloud-errors.mjs";
import { asksForRefresh } from "./command-line.mjs";

/** Five minutes: https://cloud.google.com/iam/docs/access-change-propagation says two, and seven at most. */
const MOST_TRIES = 11;
const SECONDS_BETWEEN = 30;
const NEEDS_NO_ANSWER = new Set(["--yes", "-y", "--non-interactive"]);

/**
 * @param {(args: string[], env: NodeJS.ProcessEnv) => Promise<{code?: number, signal?: string}>} run the CLI, with this terminal
 * @param {{args: string[], env: NodeJS.ProcessEnv, stack: string, complain: (sentence: string) => void, pause?: (milliseconds: number) => Promise<unknown>}} options
 */
export async function explainedRun(run, { args, env, stack, complain, pause = wait }) {
  const folder = await mkdtemp(join(tmpdir(), "modelport-events-"));
  try {
    for (let tries = 1; ; tries += 1) {
      const log = join(folder, `${tries}.json`);
      // The CLI offers the flag only in its debug mode.
      const words = withFlags(tries === 1 ? args : withRefresh(args), ["--event-log", log]);
      const result = await run(words, { ...env, PULUMI_DEBUG_COMMANDS: "true" });
      if (result.code === 0 || result.code === undefined) return result;
      const { sentences, passes } = remediesFor(errorsIn(log), stack);
      sentences.forEach(complain);
      if (!passes || tries === MOST_TRIES || !args.some((arg) => NEEDS_NO_ANSWER.has(arg))) return result;
      complain(`Trying again in ${SECONDS_BETWEEN} seconds (${tries} of ${MOST_TRIES - 1}).`);
      await pause(SECONDS_BETWEEN * 1000);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The state records a failed update as made: without a refresh the second try would do nothing. */
function withRefresh(args) {
  return asksForRefresh(args) || args.includes("refresh") ? args : withFlags(args, ["--refresh"]);
}

function withFlags(args, flags) {
  const end = args.indexOf("--");
  return end === -1 ? [...args, ...flags] : [...args.slice(0, end), ...flags, ...args.slice(end)];
}

/** The errors of a run, without the terminal's colors. */
function errorsIn(log) {
  if (!existsSync(log)) return [];
  return readFileSync(log, "utf8")
    .split("\n")
    .flatMap((line) => {
      const event = parsed(line)?.diagnosticEvent;
      // eslint-disable-next-line no-control-regex
      return event?.severity === "error" ? [event.message.replace(/<\{%[^%]*%\}>|\u001B\[[\d;]*m/g, "")] : [];
    });
}

/** The last line of a killed run may be incomplete. */
function parsed(line) {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
