import type { PricesByTarget, RawRequirements, Requirements } from "@modelport/advising";
import { pricesOf, requirementsOf } from "../advise/options.ts";
import { shown, UsageError } from "../exit.ts";
import { chosenOf } from "../flag-values.ts";
import { readFlags } from "../flags.ts";
import { flags } from "./flags.ts";

const FORMATS = ["table", "json", "markdown"] as const;

/** `modelport cost`, parsed. */
export interface StackCostOptions {
  readonly stack: string | undefined;
  /** The commit to compare with; undefined if not given. */
  readonly diff: string | undefined;
  readonly focus: boolean;
  /** The first day of the month of FOCUS rows. */
  readonly month: Date;
  readonly cwd: string;
  readonly format: (typeof FORMATS)[number];
  readonly prices: PricesByTarget;
  readonly freeTier: boolean;
  /** What the stack has to serve; `assumed` is what its file says, which all flags replace, and `fixed` what no flag can change. */
  readonly workload: (assumed: RawRequirements, fixed: RawRequirements) => Requirements;
}

/** @throws {UsageError} */
export function parseOptions(argv: readonly string[], now = new Date()): StackCostOptions {
  const { values, words } = readFlags("cost", flags, argv);
  const first = (name: string) => values.get(name)?.[0];
  if (words[0] !== undefined) {
    throw new UsageError(
      `${shown(words[0])} is not a flag, and cost takes only flags: \`modelport cost --help\` has examples.`,
    );
  }
  const [stack, diff, prices] = [first("stack"), first("diff"), first("prices")];
  const focus = values.has("focus");
  if (stack === undefined && diff === undefined) {
    throw new UsageError("--stack is missing: write --stack <name>, or --diff <git ref> for all stacks that changed.");
  }
  for (const other of ["diff", "format"]) {
    if (focus && values.has(other)) {
      throw new UsageError(`--focus writes one stack's rows as CSV: leave out --${other}.`);
    }
  }
  return {
    stack,
    diff,
    focus,
    month: monthOf(first("month"), now),
    cwd: first("cwd") ?? process.cwd(),
    format: chosenOf("format", first("format"), FORMATS, diff === undefined ? "table" : "markdown"),
    prices: prices === undefined ? {} : pricesOf(prices),
    freeTier: values.has("free-tier"),
    workload: (assumed, fixed) =>
      requirementsOf(first, values, {
        assumed: values.has("preset") ? [] : [{ where: "In the stack's file", fields: assumed }],
        found: [{ where: "In the stack's file", fields: fixed }],
      }),
  };
}

/** Default: the month after `now`, whose charges are all yet to come. */
function monthOf(given: string | undefined, now: Date): Date {
  if (given === undefined) return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1));
  const [, year, month] = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(given) ?? [];
  if (year !== undefined && month !== undefined) return new Date(Date.UTC(Number(year), Number(month) - 1, 1));
  throw new UsageError(`--month is ${shown(given)}, but must be a month such as 2027-01: correct it.`);
}
