// What `modelport advise` asks if it is run without flags in a terminal.
import { parseRequirements, type Requirements } from "@modelport/advising";
import { DEFAULT_PRESET, PRESETS } from "@modelport/advising/presets";
import { RANGES } from "@modelport/advising/ranges";
import type { Tools } from "../command.ts";
import { shown, UsageError } from "../exit.ts";
import { openPrompt } from "../prompt.ts";
import { flagOf, SWITCHES } from "./flags.ts";

/** In the order of the questions: the traffic, what answers must be like, the team, and what it requires of a platform. */
const FIELDS = [
  "requestsPerMonth",
  "peakFactor",
  "durationMs",
  "memoryMiB",
  "modelMiB",
  "p99Ms",
  "coldStartMs",
  "team",
  "budgetUsd",
  "region",
  "public",
  "gpu",
  "multiCloud",
  "networkControl",
  "existingCluster",
] as const satisfies readonly (keyof Requirements)[];

type Field = (typeof FIELDS)[number];

const NO_LIMIT = "no limit";

/**
 * The flags that the answers stand for. An answer that `check` refuses with a UsageError is asked for again.
 * @throws {Interruption}
 */
export async function askedFlags(
  tools: Pick<Tools, "stdin" | "terminal" | "interrupted">,
  check: (flags: readonly string[]) => void,
): Promise<readonly string[]> {
  const { terminal } = tools;
  const defaults: Partial<Requirements> = parseRequirements(PRESETS[DEFAULT_PRESET].fields);
  terminal.say("Press Enter to accept the value in brackets, or Ctrl-C to quit.", "");
  const prompt = openPrompt(tools);
  let flags: readonly string[] = ["--preset", DEFAULT_PRESET];
  const question = async (field: Field): Promise<readonly string[]> => {
    const answer = await prompt.ask(`${textOf(field)} [${shownDefault(defaults[field])}]: `);
    try {
      const more = [...flags, ...flagsFor(field, answer)];
      check(more);
      return more;
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      terminal.say(error.message);
      return question(field);
    }
  };
  try {
    for (const field of FIELDS) flags = await question(field);
  } finally {
    prompt.close();
  }
  terminal.say("");
  return flags;
}

const isSwitch = (field: Field): field is Field & keyof typeof SWITCHES => field in SWITCHES;

function textOf(field: Field): string {
  if (field === "region") return "Beginning of the regions whose prices count, such as us or eu";
  return isSwitch(field) ? `${inUpperCase(SWITCHES[field])}?` : inUpperCase(RANGES[field].what);
}

const inUpperCase = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

function shownDefault(value: string | number | boolean | undefined): string {
  if (typeof value === "boolean") return "y/N";
  return value === undefined ? NO_LIMIT : String(value);
}

function flagsFor(field: Field, answer: string): readonly string[] {
  const flag = `--${flagOf(field)}`;
  if (answer === "") return [];
  if (!isSwitch(field)) return answer === NO_LIMIT ? [] : [flag, answer];
  if (/^y(es)?$/i.test(answer)) return [flag];
  if (/^no?$/i.test(answer)) return [];
  throw new UsageError(`${shown(answer)} is neither yes nor no: answer y or n.`);
}
