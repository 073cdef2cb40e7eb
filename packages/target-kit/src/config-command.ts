// The one maker of `pulumi config` commands in sentences: each can be pasted into a shell as it is.
import { shellWord } from "./shell-word.ts";

/** Stands for the stack in sentences that are made before it is known; {@link withStack} puts the name in. */
const ANY_STACK = "<stack>";

/** A change of a stack's configuration. */
export interface ConfigChange {
  /** With its namespace (`aws:region`), or a setting of this project's (`memoryMiB`). */
  readonly key: string;
  /** The entry of a map or a list under `key`. */
  readonly at?: string | number;
  /** Lists and maps are written as JSON. Without a value the setting (or the entry) is removed. */
  readonly value?: unknown;
}

/** A shell line in backticks that makes the change in `stack`. */
export function configCommand({ key, at, value }: ConfigChange, stack = ANY_STACK): string {
  const fullKey = key.includes(":") ? key : `modelport:${key}`;
  const path = at === undefined ? [] : ["--path"];
  const place = at === undefined ? fullKey : `${fullKey}${pathSegment(at)}`;
  if (value === undefined) return line("rm", [...path, shellWord(place)], stack);
  // Under --path the CLI takes `2` for a number, which a map of texts would refuse.
  const type = at === undefined ? [] : ["--type string"];
  return line("set", [...path, shellWord(place), shellWord(asText(value)), ...type], stack);
}

/** The sentence with the stack's name in its commands. */
export function withStack(sentence: string, stack: string): string {
  return sentence.replaceAll(`--stack ${ANY_STACK}`, `--stack ${stack}`);
}

function line(verb: string, words: readonly string[], stack: string): string {
  return `\`npx pulumi config ${verb} ${words.join(" ")} --stack ${stack}\``;
}

function pathSegment(at: string | number): string {
  if (typeof at === "number") return `[${at}]`;
  return /^\w+$/.test(at) ? `.${at}` : `[${JSON.stringify(at)}]`;
}

/** `value` as a stack file and the engine write it. */
export function asText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
