// The sidecar of an unfinished output: what was done, and of what, so that a later run goes on only with the same.
import { existsSync } from "node:fs";
import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { shown, UsageError } from "../exit.ts";
import type { ServedModel } from "./door.ts";
import type { InputIdentity } from "./input.ts";
import type { Format } from "./options.ts";
import type { Tally } from "./tally.ts";

const STATE_VERSION = 1;

/** What must be the same for an unfinished output to be continued. */
export interface RunIdentity {
  readonly input: InputIdentity;
  readonly url: string;
  readonly model: { readonly name: string; readonly version: string; readonly sha256: string };
  readonly options: { readonly explain: boolean; readonly format: Format };
}

/** The state file. */
export interface ResumeState extends RunIdentity {
  readonly stateVersion: number;
  readonly tally: Tally;
  /** How much of the unfinished output belongs to `tally`; what is behind it was written after the state was. */
  readonly outputBytes: number;
}

/** Of an output that is being written. */
export function partPath(output: string): string {
  return `${output}.part`;
}

function statePath(output: string): string {
  return `${partPath(output)}.json`;
}

/** What tells one run from another. */
export function runIdentity(
  input: InputIdentity,
  url: string,
  { name, version, sha256 }: ServedModel,
  options: RunIdentity["options"],
): RunIdentity {
  return { input, url, model: { name, version, sha256 }, options };
}

/** Where an earlier run of the same stopped, if one did. @throws {UsageError} where it was a run of something else */
export async function readState(output: string, now: RunIdentity): Promise<ResumeState | undefined> {
  const text = await readFile(statePath(output), "utf8").catch(() => undefined);
  if (text === undefined || !existsSync(partPath(output))) return undefined;
  const state = parse(text);
  const difference = state
    ? differenceOf(state, now)
    : "by another version of modelport, which this one cannot continue";
  if (state && difference === undefined) return state;
  throw new UsageError(
    `${shown(partPath(output))} was begun ${difference}: add --restart to begin anew, or give another --output.`,
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
  if (then.url !== now.url) return `at ${then.url}, and this run asks ${now.url}`;
  const [before, after] = [then.model, now.model];
  if (before.name !== after.name || before.version !== after.version || before.sha256 !== after.sha256) {
    return `with model ${modelText(before)}, and ${now.url} serves ${modelText(after)} now`;
  }
  const [was, is] = [then.options, now.options];
  if (was.explain !== is.explain) return was.explain ? "with --explain, and this run has none" : "without --explain";
  return was.format === is.format ? undefined : `as ${was.format}, and this run says ${is.format}`;
}

function modelText({ name, version, sha256 }: RunIdentity["model"]): string {
  return `${name} ${version} (${sha256.slice(0, 12)})`;
}

/** In one step, so that there is always a whole one. */
export async function writeState(
  output: string,
  identity: RunIdentity,
  tally: Tally,
  outputBytes: number,
): Promise<void> {
  const state: ResumeState = { stateVersion: STATE_VERSION, ...identity, tally, outputBytes };
  const path = statePath(output);
  await writeFile(`${path}.new`, `${JSON.stringify(state, null, 2)}\n`);
  await rename(`${path}.new`, path);
}

/** Removes what an earlier run left beside the output. */
export async function forgetState(output: string): Promise<void> {
  await rm(statePath(output), { force: true });
  await rm(`${statePath(output)}.new`, { force: true });
}
