import {
  type Analysis,
  besideAdvice,
  breakEvenLines,
  changeLines,
  optionHead,
  optionRows,
  rejectedLines,
  doubts,
  weightsLine,
  type Words,
} from "@modelport/advising";
import { columns } from "../columns.ts";

/** For a terminal. */
export function analysisTable(analysis: Analysis, words: Words): readonly string[] {
  const { headings } = words;
  const [best] = analysis.options;
  const section = (title: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : ["", title, ...lines.map((line) => `  ${line}`)];
  return [
    words.workload(analysis.requirements),
    "",
    ...(best === undefined
      ? [words.nothingLeft, ...doubts(analysis, words)]
      : [
          words.recommended(best.target.name, best.target.facts.title),
          ...doubts(analysis, words),
          "",
          ...columns([optionHead(words), ...optionRows(analysis, words)]),
        ]),
    ...section(headings.rejected, rejectedLines(analysis, words)),
    ...section(headings.breakEvens, breakEvenLines(analysis, words)),
    ...section(headings.changes, changeLines(analysis, words)),
    ...besideAdvice(analysis, words).flatMap(([heading, lines]) => section(heading, lines)),
    "",
    `${headings.weights}: ${weightsLine(analysis, words)}`,
  ];
}
