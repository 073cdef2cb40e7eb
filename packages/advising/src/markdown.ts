// Reports in Markdown.
import type { Alternative } from "./alternatives.ts";
import { type Analysis } from "./analysis.ts";
import { undecidedBelowUsd, type Option } from "./advise.ts";
import type { Words } from "./words/index.ts";

/** Columns of numbers are aligned to the right. */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  isOfNumbers: (column: number) => boolean = () => false,
): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll("|", String.raw`\|`)).join(" | ")} |`;
  return [line(head), line(head.map((_, column) => (isOfNumbers(column) ? "---:" : "---"))), ...rows.map(line)].join(
    "\n",
  );
}

export const bullets = (items: readonly string[]): string => items.map((item) => `- ${item}`).join("\n");

export const score = ({ scores }: Option, words: Words): string => words.usd(scores.total);

/** The amount and its interval, or that it is unknown. */
function amounts({ estimate }: Pick<Option, "estimate">, words: Words): readonly [usd: string, interval: string] {
  if (!estimate.isKnown) return [words.unknownPrice(words.usd(estimate.lowUsd)), ""];
  const interval = `${words.usd(estimate.lowUsd)} - ${words.usd(estimate.highUsd)}`;
  return [
    words.usd(estimate.usdPerMonth),
    estimate.isElsewhere ? `${interval}; ${words.elsewhere(estimate.region)}` : interval,
  ];
}

/** A heading and its lines, of what is beside the advice: other platforms, switches, people's hours. Without those that are empty. */
export function besideAdvice(
  { alternatives, switches, hours }: Analysis,
  words: Words,
): readonly (readonly [heading: string, lines: readonly string[]])[] {
  const { beside } = words;
  const sections = [
    [beside.alternatives, alternatives.map((each) => alternativeLine(each, words))],
    [beside.switches, switches.map(beside.switched)],
    [beside.hours, hours.map(beside.worked)],
  ] as const;
  return sections.filter(([, lines]) => lines.length > 0);
}

function alternativeLine({ target, estimate, rejections, comparison }: Alternative, words: Words): string {
  const { name, facts } = target;
  if (estimate === undefined) return `${name}, ${facts.title}: ${sentences(rejections.map(words.rejection))}`;
  const [usd, interval] = amounts({ estimate }, words);
  const amount = estimate.isKnown ? words.beside.costs(`${usd} (${interval})`) : `${usd}.`;
  return `${name}, ${facts.title}: ${amount} ${words.beside.compared(comparison)}`.trimEnd();
}

/** The first one continues the line. */
const sentences = ([first = "", ...others]: readonly string[]): string =>
  [first, ...others.map((each) => each.charAt(0).toUpperCase() + each.slice(1))].join(" ");

/** The cheapest of the other platforms, if the best option costs more; or one that fits where no target does. */
function elsewhere({ alternatives }: Analysis, words: Words): readonly string[] {
  const better = alternatives.filter(({ comparison: { kind } }) => kind === "cheaper" || kind === "only");
  const [first] = better.toSorted((a, b) => (a.estimate?.usdPerMonth ?? 0) - (b.estimate?.usdPerMonth ?? 0));
  return first?.estimate === undefined
    ? []
    : [words.beside.better(first.target.facts.title, words.usd(first.estimate.usdPerMonth), first.comparison)];
}

/** Scores whose difference is smaller are close. */
const CLOSE = 0.02;

function aboutBest({ target, estimate }: Option, { requirements }: Analysis, words: Words): readonly string[] {
  const joins = requirements.existingCluster && target.facts.offers?.existingCluster?.value === true;
  return [
    ...(estimate.isKnown ? [] : [words.unknownCost(target.name)]),
    ...(joins ? [words.needsRoom(target.name)] : []),
  ];
}

/** What is uncertain about the first of the options, against the second and against other platforms. */
export function doubts(analysis: Analysis, words: Words): readonly string[] {
  const [first, second] = analysis.options;
  if (first === undefined) return elsewhere(analysis, words);
  const own = aboutBest(first, analysis, words);
  if (second === undefined) return [...own, ...elsewhere(analysis, words)];
  const names = [first.target.name, second.target.name] as const;
  const areKnown = first.estimate.isKnown && second.estimate.isKnown;
  const usd = areKnown ? undecidedBelowUsd(first.estimate, second.estimate) : undefined;
  return [
    ...own,
    ...(first.scores.total - second.scores.total < CLOSE ? [words.close(...names)] : []),
    ...(usd === undefined ? [] : [words.undecided(...names, words.usd(usd))]),
    ...elsewhere(analysis, words),
  ];
}

/** The options, best first. */
export function optionRows({ options }: Analysis, words: Words): readonly (readonly string[])[] {
  return options.map((option) => [
    option.target.name,
    ...amounts(option, words),
    String(option.target.facts.qualities.people.value),
    score(option, words),
  ]);
}

export function optionHead({ headings }: Words): readonly string[] {
  return [headings.target, headings.usdPerMonth, headings.interval, headings.people, headings.score];
}

export const rejectedLines = ({ rejected }: Analysis, words: Words): readonly string[] =>
  rejected.flatMap(({ target, rejections }) => rejections.map((each) => `${target.name}: ${words.rejection(each)}`));

/** Those between the best option and another one. */
export function breakEvenLines({ options, breakEvens }: Analysis, words: Words): readonly string[] {
  const best = options[0]?.target.name;
  return breakEvens.filter(({ below, above }) => below === best || above === best).map(words.breakEven);
}

export function weightsLine({ weights }: Analysis, words: Words): string {
  const { cost, people, risk, indifferentUsd } = weights;
  return words.weightsAre(cost, people, risk, words.usd(indifferentUsd));
}

/** A section for each part of the analysis. */
export function analysisMarkdown(analysis: Analysis, words: Words): string {
  const { headings } = words;
  const [best] = analysis.options;
  const section = (title: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : [`## ${title}`, bullets(lines)];
  return [
    words.workload(analysis.requirements),
    best === undefined ? words.nothingLeft : `**${words.recommended(best.target.name, best.target.facts.title)}**`,
    ...doubts(analysis, words),
    ...(best === undefined ? [] : [table(optionHead(words), optionRows(analysis, words))]),
    ...section(headings.rejected, rejectedLines(analysis, words)),
    ...section(headings.breakEvens, breakEvenLines(analysis, words)),
    ...section(headings.changes, changeLines(analysis, words)),
    ...besideAdvice(analysis, words).flatMap(([heading, lines]) => section(heading, lines)),
    `${headings.weights}: ${weightsLine(analysis, words)}`,
  ].join("\n\n");
}

export function changeLines({ options, changes }: Analysis, words: Words): readonly string[] {
  if (options.length === 0) return [];
  return changes.length === 0 ? [words.noChange] : changes.map(words.change);
}
