// The state file of an unfinished output: what was done, and with what, so that a later run continues only with the
// same.
import { rm } from "node:fs/promises";
import { shown, UsageError } from "../exit.ts";
import type { InputIdentity } from "./input.ts";
import type { Choices } from "./options.ts";
import { partPath, statePath } from "./output-paths.ts";
import { openOwned, readOwned, replaceOwned } from "./owned-file.ts";
import { differenceOf as modelDifferenceOf, type ModelIdentity } from "./served-model.ts";
import type { Tally } from "./tally.ts";

const STATE_VERSION = 2;

/** What must be the same for an unfinished output to be continued: everything that affects its bytes. */
export interface RunIdentity {
  readonly input: InputIdentity;
  readonly url: string;
  readonly model: ModelIdentity;
  readonly choices: Choices;
  /** The beginning of the output: its columns. */
  readonly outputHead: string;
}

/** The state file. */
export interface ResumeState extends RunIdentity {
  readonly stateVersion: number;
  readonly tally: Tally;
  /** How much of the unfinished output belongs to `tally`; the rest was written after the state. */
  readonly outputBytes: number;
}

/** Where an earlier, identical run stopped, if any. @throws {UsageError} if the earlier run differed */
export async function readState(output: string, now: RunIdentity): Promise<ResumeState | undefined> {
  const text = await readOwned(statePath(output));
  const part = await openOwned(partPath(output));
  await part?.close();
  if (text === undefined || !part) return undefined;
  const state = parse(text);
  const difference = state
    ? differenceOf(state, now)
    : "by another version of modelport, which this one cannot continue";
  if (state && difference === undefined) return state;
  throw new UsageError(
    `${shown(partPath(output))} was begun ${difference}: add --restart to start again, or give another --output.`,
  );
}

function parse(text: string): ResumeState | undefined {
  try {
    const state = JSON.parse(text) as ResumeState;
    return state.stateVersion === STATE_VERSION ? state : undefined;
  } catch {
    return undefined;
  }
}

function differenceOf(then: RunIdentity, now: RunIdentity): string | undefined {
  const input = then.input;
  if (
    input.bytes !== now.input.bytes ||
    input.modifiedMs !== now.input.modifiedMs ||
    input.headSha256 !== now.input.headSha256
  ) {
    return `with another input (${input.bytes} bytes, changed ${new Date(input.modifiedMs).toISOString()}), and this one has ${now.input.bytes} bytes, changed ${new Date(now.input.modifiedMs).toISOString()}`;
  }
  if (then.url !== now.url) return `at ${then.url}, and this run uses ${now.url}`;
  const model = modelDifferenceOf(then.model, now.model);
  if (model) return `with ${model.before}, and ${now.url} serves ${model.after} now`;
  const choices = choicesDifferenceOf(then.choices, now.choices);
  if (choices !== undefined) return choices;
  return then.outputHead === now.outputHead ? undefined : `with other columns in the answers of ${now.url}`;
}

function choicesDifferenceOf(then: Choices, now: Choices): string | undefined {
  for (const [flag, is] of Object.entries(now)) {
    const was = then[flag as keyof Choices];
    if (was === is) continue;
    if (typeof is === "boolean") return is ? `without --${flag}` : `with --${flag}, and this run has none`;
    return `with --${flag} ${was}, and this run has --${flag} ${is}`;
  }
  return undefined;
}

export async function writeState(
  output: string,
  identity: RunIdentity,
  tally: Tally,
  outputBytes: number,
): Promise<void> {
  const state: ResumeState = { stateVersion: STATE_VERSION, ...identity, tally, outputBytes };
  await replaceOwned(statePath(output), `${JSON.stringify(state, null, 2)}\n`);
}

/** Removes what an earlier run left next to the output. */
export async function forgetState(output: string): Promise<void> {
  await rm(statePath(output), { force: true });
  await rm(`${statePath(output)}.new`, { force: true });
}
