// A move in words: sections for a terminal, for Markdown and for a decision record.
import { bullets, table } from "./markdown.ts";
import type { Move } from "./move.ts";
import type { Words } from "./words/index.ts";

/** Sentences, then a table, then a list, each if there is something to say. */
export interface MoveSection {
  readonly title: string;
  readonly sentences: readonly string[];
  /** The head first. */
  readonly rows: readonly (readonly string[])[];
  readonly items: readonly string[];
}

/** The first says whether the move is a choice; its title is that of the whole. */
export function moveSections(move: Move, words: Words): readonly MoveSection[] {
  const { move: said } = words;
  const names = [move.from.name, move.to.name] as const;
  const isForced = move.forcedBy.length > 0;
  return [
    {
      title: said.title(...names),
      sentences: [isForced ? said.forced(move.from.name) : said.couldStay(move.from.name)],
      rows: [],
      items: move.forcedBy.map(words.rejection),
    },
    { title: said.cost, sentences: [], rows: costRows(move, words), items: breakEvenItems(move, words) },
    { title: said.team, sentences: [], rows: [], items: teamItems(move, words) },
    settingsSection(move, words),
    { title: said.steps, sentences: said.stepList(...names), rows: [], items: [] },
  ];
}

export function moveMarkdown(move: Move, words: Words): string {
  return moveSections(move, words)
    .flatMap(({ title, sentences, rows: [head, ...rows], items }, index) => [
      `${index === 0 ? "##" : "###"} ${title}`,
      ...(sentences.length === 0 ? [] : [sentences.join("\n")]),
      ...(head === undefined ? [] : [table(head, rows)]),
      ...(items.length === 0 ? [] : [bullets(items)]),
    ])
    .join("\n\n");
}

function costRows({ lines, estimates, from, to }: Move, { move, usd }: Words): MoveSection["rows"] {
  const cell = (amount: number | undefined) => (amount === undefined ? "" : usd(amount));
  const [before, after] = [estimates.from.usdPerMonth, estimates.to.usdPerMonth];
  const areKnown = estimates.from.isKnown && estimates.to.isKnown;
  return [
    [move.line, from.name, to.name, move.difference],
    ...lines.map((line) => [line.name, cell(line.from), cell(line.to), usd((line.to ?? 0) - (line.from ?? 0))]),
    [areKnown ? move.total : move.leastTotal, usd(before), usd(after), usd(after - before)],
  ];
}

function breakEvenItems({ breakEvens, from, to }: Move, { move, breakEven }: Words): readonly string[] {
  if (breakEvens === undefined) return [move.unknownBreakEven];
  return breakEvens.length === 0 ? [move.noBreakEven(from.name, to.name)] : breakEvens.map(breakEven);
}

function teamItems({ qualities, losses }: Move, { move }: Words): readonly string[] {
  return [
    ...qualities.map(({ name, from, to }) => `${move.quality(name)}: ${move.value(from)} → ${move.value(to)}`),
    ...losses.map(({ what, reason }) => move.loss(what, reason)),
  ];
}

function settingsSection({ withoutCounterpart, otherDefaults, decisions, to }: Move, { move }: Words): MoveSection {
  const shown = (value: unknown) => (value === undefined ? move.none : `\`${JSON.stringify(value)}\``);
  const keys = (names: readonly string[]) => names.map((name) => `\`${name}\``).join(", ");
  const { settings, outputs } = withoutCounterpart;
  const rows = settings.map(({ key, default: value, description }) => [`\`${key}\``, shown(value), description]);
  return {
    title: move.settings,
    sentences: rows.length === 0 ? [] : [move.withoutCounterpart(to.name)],
    rows: rows.length === 0 ? [] : [move.settingHead, ...rows],
    items: [
      ...otherDefaults.map(({ name, from, to: after }) => move.otherDefault(`\`${name}\``, shown(from), shown(after))),
      ...(decisions.length === 0 ? [] : [move.decisions(to.name, keys(decisions.map(({ key }) => key)))]),
      ...(outputs.length === 0 ? [] : [move.outputs(keys(outputs))]),
    ],
  };
}
