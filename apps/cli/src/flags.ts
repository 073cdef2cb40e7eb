// Splits a command line with node:util, with our own error messages.
import { parseArgs } from "node:util";
import { shown, UsageError } from "./exit.ts";

/** One flag; `takes` names its value in help and messages, and a flag without it is a switch. */
interface Flag {
  readonly short?: string;
  readonly takes?: string;
  readonly repeatable?: boolean;
  readonly help: string;
}

export type Flags = Readonly<Record<string, Flag>>;

/** The parsed command line: values by the flag's name in their order, and the words that belong to no flag. */
export interface Given {
  readonly values: ReadonlyMap<string, readonly string[]>;
  readonly words: readonly string[];
}

/** @throws {UsageError} for an unknown flag, a missing or unexpected value, and a flag that is given twice */
export function readFlags(command: string, flags: Flags, argv: readonly string[]): Given {
  const options = Object.fromEntries(
    Object.entries(flags).map(([name, { short, takes }]) => [
      name,
      { type: takes === undefined ? "boolean" : "string", ...(short !== undefined && { short }) } as const,
    ]),
  );
  const { tokens } = parseArgs({ args: [...argv], options, strict: false, allowPositionals: true, tokens: true });
  const values = new Map<string, string[]>();
  const words: string[] = [];
  for (const token of tokens) {
    if (token.kind === "positional") words.push(token.value);
    if (token.kind !== "option") continue;
    const flag = Object.hasOwn(flags, token.name) ? flags[token.name] : undefined;
    if (!flag) throw unknownFlag(command, flags, token.rawName);
    const before = values.get(token.name) ?? [];
    if (before.length > 0 && flag.repeatable !== true) {
      throw new UsageError(`${token.rawName} is given twice, but may be given once: leave one out.`);
    }
    values.set(token.name, [...before, valueOf(command, flag, token)]);
  }
  return { values, words };
}

function valueOf(
  command: string,
  flag: Flag,
  token: { readonly rawName: string; readonly value?: string | undefined },
): string {
  if (flag.takes === undefined) {
    if (token.value === undefined) return "";
    throw new UsageError(
      `${token.rawName} is ${shown(token.value)}, but takes no value: write ${token.rawName} alone.`,
    );
  }
  if (token.value !== undefined && token.value !== "" && !token.value.startsWith("--")) return token.value;
  throw new UsageError(
    `${token.rawName} has no value: write ${token.rawName} ${flag.takes}; \`modelport ${command} --help\` has examples.`,
  );
}

function unknownFlag(command: string, flags: Flags, rawName: string): UsageError {
  const known = Object.keys(flags).map((name) => `--${name}`);
  return new UsageError(
    `${shown(rawName)} is not a flag of ${command}, which has ${known.join(", ")}: \`modelport ${command} --help\` says what they do.`,
  );
}

/** The lines of a help text about flags. */
export function flagLines(flags: Flags): string {
  const heads = Object.entries(flags).map(([name, { short, takes }]) => {
    const spelled = short === undefined ? `    --${name}` : `-${short}, --${name}`;
    return takes === undefined ? spelled : `${spelled} ${takes}`;
  });
  const width = Math.max(...heads.map((head) => head.length));
  return Object.values(flags)
    .map(({ help }, index) => {
      const indent = " ".repeat(width + 4);
      return `  ${(heads[index] ?? "").padEnd(width)}  ${help.replaceAll("\n", `\n${indent}`)}`;
    })
    .join("\n");
}
