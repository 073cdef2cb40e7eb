// `--from` and `--to`: the move that the report is about.
import { type Analysis, type Move, moveBetween, moveSections, type Words } from "@modelport/advising";
import type { Target } from "@modelport/target-kit";
import { UsageError } from "../exit.ts";
import { chosenOf } from "../flag-values.ts";
import { columns } from "../columns.ts";

export interface MoveFlags {
  readonly from: string | undefined;
  readonly to: string | undefined;
}

/**
 * The move to the target of `--to`, otherwise to the recommended one; undefined if none is wanted, or if that target is deployed
 * already.
 * @throws {UsageError} if the target of `--to` cannot serve the requirements
 */
export function moveOf(
  flags: MoveFlags,
  targets: readonly Target[],
  analysis: Analysis,
  words: Words,
): Move | undefined {
  if (flags.from === undefined && flags.to === undefined) return undefined;
  if (flags.from === undefined) throw new UsageError("--to needs --from, the target that is deployed: add it.");
  const names = targets.map(({ name }) => name);
  const best = analysis.options[0]?.target.name;
  const from = chosenOf("from", flags.from, names, flags.from);
  const to = flags.to === undefined ? best : chosenOf("to", flags.to, names, flags.to);
  if (flags.to !== undefined && to === from) {
    throw new UsageError(`--from and --to are both "${from}": name another target.`);
  }
  if (to === undefined || to === from) return undefined;
  refuseRejected(to, analysis, words);
  const named = (name: string) => targets.find((target) => target.name === name) as Target;
  return moveBetween(named(from), named(to), analysis);
}

function refuseRejected(to: string, { rejected }: Analysis, words: Words): void {
  const found = rejected.find(({ target }) => target.name === to);
  const [first] = found?.rejections ?? [];
  if (first === undefined) return;
  throw new UsageError(`--to is "${to}", but ${words.rejection(first)} Give another target, or other requirements.`);
}

/** For a terminal. */
export function moveTable(move: Move, words: Words): readonly string[] {
  return moveSections(move, words).flatMap(({ title, sentences, rows, items }) => [
    "",
    title,
    ...sentences.map((sentence) => `  ${sentence}`),
    ...columns(rows).map((row) => `  ${row}`),
    ...items.map((item) => `  ${item}`),
  ]);
}

/** For machines. */
export function moveJson({ from, to, estimates, breakEvens, lines, ...move }: Move): Readonly<Record<string, unknown>> {
  return {
    from: from.name,
    to: to.name,
    usdPerMonth: {
      from: estimates.from.isKnown ? estimates.from.usdPerMonth : null,
      to: estimates.to.isKnown ? estimates.to.usdPerMonth : null,
    },
    forcedBy: move.forcedBy,
    lines: besideJson(lines),
    qualities: besideJson(move.qualities),
    losses: move.losses,
    settingsWithoutCounterpart: move.withoutCounterpart.settings.map(({ key }) => key),
    outputsWithoutCounterpart: move.withoutCounterpart.outputs,
    otherDefaults: besideJson(move.otherDefaults),
    decisions: move.decisions.map(({ key }) => key),
    breakEvens: breakEvens ?? null,
  };
}

const besideJson = (rows: readonly { readonly name: string; readonly from: unknown; readonly to: unknown }[]) =>
  rows.map(({ name, from, to }) => ({ name, from: from ?? null, to: to ?? null }));
