// The decision as a record in the form of MADR 4.0: https://adr.github.io/madr/.
import type { Analysis } from "./analysis.ts";
import { type EstimateOptions, pricesReadOn } from "./estimate.ts";
import {
  besideAdvice,
  breakEvenLines,
  bullets,
  changeLines,
  optionHead,
  optionRows,
  rejectedLines,
  score,
  table,
  doubts,
  weightsLine,
} from "./markdown.ts";
import type { Move } from "./move.ts";
import { moveMarkdown } from "./move-report.ts";
import type { Requirements } from "./requirements.ts";
import type { Words } from "./words/index.ts";

/**
 * The same analysis gives the same bytes: the only dates are those of facts and prices. With `move` it is about that move, whose
 * target must be an option.
 */
export async function adrOf(analysis: Analysis, words: Words, move?: Move): Promise<string> {
  const { adr } = words;
  const parts = [
    "---\nstatus: proposed\n---",
    `# ${titleOf(analysis, words, move)}`,
    `## ${adr.context}`,
    adr.question,
    adr.inputs(await digestOf(analysis, move)),
    `\`\`\`json\n${jsonOf({ ...analysis.requirements, ...analysis.basis })}\n\`\`\``,
    `## ${adr.drivers}`,
    bullets([...adr.driverList, `${words.headings.weights}: ${weightsLine(analysis, words)}`]),
    `## ${adr.considered}`,
    bullets([...analysis.options, ...analysis.rejected].map(({ target }) => `${target.name}: ${target.facts.title}`)),
    `## ${adr.outcome}`,
    ...outcome(analysis, words, move),
    ...(move === undefined ? [] : [moveMarkdown(move, words)]),
    `## ${adr.pros}`,
    ...pros(analysis, words),
    `## ${adr.more}`,
    ...more(analysis, words, move),
  ];
  return `${parts.join("\n\n")}\n`;
}

/** One field per line, so that the hours of a week do not take 168 lines. */
function jsonOf(inputs: Requirements & EstimateOptions): string {
  const lines = Object.entries(inputs).map(([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)}`);
  return `{\n${lines.join(",\n")}\n}`;
}

function titleOf({ options: [best] }: Analysis, { adr, move: moved }: Words, move: Move | undefined): string {
  if (move !== undefined) return moved.recordTitle(move.from.facts.title, move.to.facts.title);
  return best === undefined ? adr.titleOfNone : adr.title(best.target.facts.title);
}

/** The best option, unless a move goes to another one. */
const chosenOf = ({ options }: Analysis, move: Move | undefined) =>
  move === undefined ? options[0] : options.find(({ target }) => target.name === move.to.name);

function outcome(analysis: Analysis, words: Words, move: Move | undefined): readonly string[] {
  const { adr } = words;
  const [best, next] = analysis.options;
  const chosen = chosenOf(analysis, move);
  if (best === undefined || chosen === undefined) return [words.nothingLeft, ...doubts(analysis, words)];
  const { estimate, target } = chosen;
  const { qualities } = target.facts;
  const cost = estimate.isKnown
    ? adr.costs(words.usd(estimate.usdPerMonth), words.usd(estimate.lowUsd), words.usd(estimate.highUsd), estimate)
    : words.unknownPrice(words.usd(estimate.lowUsd));
  return [
    chosen === best
      ? adr.chosen(
          target.name,
          score(best, words),
          next === undefined ? undefined : `${next.target.name}, ${score(next, words)}`,
        )
      : words.move.given(target.name, `${best.target.name}, ${score(best, words)}`),
    ...doubts(analysis, words),
    table(optionHead(words), optionRows(analysis, words)),
    `### ${adr.consequences}`,
    bullets([
      cost,
      adr.scalesToZero(qualities.scalesToZero.value),
      adr.people(qualities.people.value),
      adr.grades(qualities.operations.value, qualities.lockIn.value),
      ...target.facts.cannot.map(({ what, reason }) => adr.cannot(what, reason)),
    ]),
    `### ${adr.triggers}`,
    `${adr.triggers} ${adr.reviewOn}`,
    bullets([...changeLines(analysis, words), ...breakEvenLines(analysis, words)]),
  ];
}

function pros(analysis: Analysis, words: Words): readonly string[] {
  const passed = analysis.options.map((option) => `${option.target.name}: ${words.adr.notBest(score(option, words))}`);
  return [bullets([...passed, ...rejectedLines(analysis, words)])];
}

function more(analysis: Analysis, words: Words, move: Move | undefined): readonly string[] {
  const { adr } = words;
  const chosen = chosenOf(analysis, move);
  const beside = besideAdvice(analysis, words).flatMap(([heading, lines]) => [`### ${heading}`, bullets(lines)]);
  if (chosen === undefined) return [...beside, adr.notMeasured];
  const rows = chosen.estimate.lines.map(({ name, quantity, unit, unitPrice, usdPerMonth, isUnknown }) => [
    name,
    words.number(quantity),
    unit,
    isUnknown === true ? "?" : words.price(unitPrice),
    isUnknown === true ? "?" : words.usd(usdPerMonth),
  ]);
  return [
    words.workload(analysis.requirements),
    `### ${adr.lines}`,
    table(adr.lineHead, rows),
    ...beside,
    `${adr.pricesRead(pricesReadOn(chosen.target, chosen.estimate.region))} ${adr.notMeasured}`,
  ];
}

/** The SHA-256 of everything that was given, as JSON with sorted keys, in hexadecimal digits. */
async function digestOf({ requirements, weights, basis }: Analysis, move: Move | undefined): Promise<string> {
  const moved = move === undefined ? {} : { move: { from: move.from.name, to: move.to.name } };
  const text = JSON.stringify({ requirements, weights, basis, ...moved }, sortedKeys);
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return new Uint8Array(hash).reduce((hex, byte) => hex + byte.toString(16).padStart(2, "0"), "");
}

function sortedKeys(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
