// Runs the commands in a sentence about settings, as `pulumi config` would, and checks that they repair the fault.
import { execFileSync } from "node:child_process";
import { settingsOf, SettingsError, type RawSettings } from "@modelport/target-kit";

interface Parses {
  readonly name: string;
  parseSettings(raw: RawSettings, stack?: string): unknown;
}

/** The sentences of `raw`, none if it is sound; `...` stands for the list of all settings. */
export function sentencesOf(target: Parses, raw: RawSettings): readonly string[] {
  try {
    target.parseSettings(raw);
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    return error.problems.map((problem) => problem.replace(/the settings are [^;]*;/, "the settings are ...;"));
  }
  return [];
}

/** The commands of a sentence: alternatives, each of which is one command or several that belong together. */
export function alternativesOf(sentence: string): readonly (readonly string[])[] {
  return sentence
    .split(", or ")
    .map((part) => [...part.matchAll(/`([^`]+)`/g)].map(([, command = ""]) => command))
    .filter((commands) => commands.length > 0);
}

/**
 * What each alternative of each sentence fails to repair. A corrected value may turn out not to fit another setting: then the
 * first remedy of the new sentence must lead to sound settings.
 */
export function faultyRemedies(target: Parses, raw: RawSettings): readonly string[] {
  const before = sentencesOf(target, raw);
  return before.flatMap((sentence) => {
    const alternatives = alternativesOf(sentence);
    if (alternatives.length === 0) return [`no command in: ${sentence}`];
    return alternatives.flatMap((commands) => {
      const then = changed(target, raw, commands);
      const after = sentencesOf(target, then);
      const isWayOut = !after.includes(sentence) && leadsOut(target, then);
      const wrong = isWayOut ? [] : after.filter((each) => each === sentence || !before.includes(each));
      return wrong.map((each) => `after ${commands.join(" and ")}: ${each}`);
    });
  });
}

/** Whether following the first remedy each time ends in sound settings. */
function leadsOut(target: Parses, raw: RawSettings, steps = 5): boolean {
  if (sentencesOf(target, raw).length === 0) return true;
  const [sentence = ""] = sentencesOf(target, raw);
  return steps > 0 && leadsOut(target, changed(target, raw, alternativesOf(sentence)[0] ?? []), steps - 1);
}

type Config = Record<string, unknown>;

function changed(target: Parses, raw: RawSettings, commands: readonly string[]): RawSettings {
  const config: Config = Object.fromEntries(
    Object.entries(raw).map(([key, value]) => [`modelport:${key}`, asWritten(value)]),
  );
  for (const command of commands) change(config, shellWords(command), target.name);
  const texts = Object.entries(config).map(([key, value]) => [key, asEngineText(value)] as const);
  return settingsOf(Object.fromEntries(texts));
}

/** A list or a map as it stands in the file, of the JSON that the engine makes of it. */
function asWritten(value: unknown): unknown {
  return typeof value === "string" && /^[[{]/.test(value) ? (JSON.parse(value) as unknown) : structuredClone(value);
}

const asEngineText = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));

function change(config: Config, words: readonly string[], stack: string): void {
  const [npx, pulumi, section, verb, ...rest] = words;
  const isPath = rest[0] === "--path";
  const [place = "", ...given] = isPath ? rest.slice(1) : rest;
  const isSet = verb === "set";
  const flags = [...(isSet && isPath ? ["--type", "string"] : []), "--stack", stack];
  const expected = [...given.slice(0, isSet ? 1 : 0), ...flags];
  if (npx !== "npx" || pulumi !== "pulumi" || section !== "config" || given.join("\n") !== expected.join("\n")) {
    throw new Error(`This is no command that changes the stack ${stack}: ${words.join(" ")}`);
  }
  const [, key = "", name, quoted] = /^([^.[]+)(?:\.(\w+)|\[(".*")\])?$/.exec(isPath ? place : "") ?? [
    undefined,
    place,
  ];
  const at = quoted === undefined ? name : (JSON.parse(quoted) as string);
  const owner = at === undefined ? config : (config[key] as Config);
  if (isSet) owner[at ?? key] = given[0];
  else delete owner[at ?? key];
}

const wordsOf = new Map<string, readonly string[]>();

/** The words of a line as a shell reads them. */
function shellWords(line: string): readonly string[] {
  const words = wordsOf.get(line) ?? wordsInShell(line);
  wordsOf.set(line, words);
  return words;
}

function wordsInShell(line: string): readonly string[] {
  const output = execFileSync("sh", ["-c", `npx() { printf '%s\\0' npx "$@"; }; ${line}`], { encoding: "utf8" });
  return output.split("\0").slice(0, -1);
}
