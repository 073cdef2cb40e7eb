import { parseArgs } from "node:util";
import { integerOf } from "@modelport/contracts";

export interface Options {
  /** The number of runs, each with new processes. */
  readonly times: number;
  readonly rounds: number;
  /** Length of each turn in a round. */
  readonly seconds: number;
  readonly requests: number;
  /** Prints the results without writing files. */
  readonly dryRun: boolean;
}

/** Takes twelve minutes on two idle cores. */
const DEFAULTS = { times: 3, rounds: 4, seconds: 2, requests: 1_000_000 } as const;

/** The options of the command line, or a sentence that says what is wrong with it. */
export function optionsOf(args: readonly string[]): Options | string {
  const names = Object.keys(DEFAULTS) as (keyof typeof DEFAULTS)[];
  const string = { type: "string" } as const;
  const known = { ...Object.fromEntries(names.map((name) => [name, string])), "dry-run": { type: "boolean" } } as const;
  let values: Record<string, unknown>;
  try {
    ({ values } = parseArgs({ args: [...args], options: known }));
  } catch (error) {
    return `${(error as Error).message.split(". ")[0]}: known are ${Object.keys(known)
      .map((name) => `--${name}`)
      .join(", ")}.`;
  }
  const numbers: Record<string, number> = { ...DEFAULTS };
  for (const name of names) {
    const value = values[name] as string | undefined;
    if (value === undefined) continue;
    const number = integerOf(value);
    if (number === undefined || number < 1) return `--${name} is "${value}", but must be a positive integer.`;
    numbers[name] = number;
  }
  return { ...(numbers as typeof DEFAULTS), dryRun: values["dry-run"] === true };
}
