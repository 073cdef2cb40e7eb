import type { Choices } from "./options.ts";
import type { ModelIdentity } from "./served-model.ts";
import type { Tally } from "./tally.ts";

/** A whole number as people write it: 12,345. */
export function withCommas(number: number): string {
  return Math.round(number).toLocaleString("en-US");
}

/** The content of the last lines on standard error. */
export interface Done {
  readonly tally: Tally;
  /** How many of the rows an earlier run had done. */
  readonly rowsBefore: number;
  readonly model: ModelIdentity;
  readonly url: string;
  readonly seconds: number;
  readonly unsent: readonly string[];
  readonly output: string | undefined;
  readonly choices: Choices;
}

/** The lines: rows, scored, bad rows, model, time, and what was not sent. */
export function summary(done: Done): readonly string[] {
  const { tally, rowsBefore, model, url, seconds, unsent, output, choices } = done;
  const { rows, bad, badRows } = tally;
  const own = rows - rowsBefore;
  const lines = [`${withCommas(rows)} rows: ${withCommas(rows - bad)} scored, ${withCommas(bad)} bad.`];
  for (const { row, line, sentence } of badRows) lines.push(`  row ${row} (line ${line}): ${sentence}`);
  if (bad > badRows.length) lines.push(`  and ${withCommas(bad - badRows.length)} more: see error in the output.`);
  if (choices.format === "csv" && choices.decimal === "." && badRows.some(hasDecimalComma)) {
    lines.push('If a comma separates decimals in this file, add --decimal ",".');
  }
  const earlier = rowsBefore > 0 ? ` (${withCommas(rowsBefore)} rows by an earlier run)` : "";
  lines.push(
    `Model ${model.name} ${model.version} at ${url}, ${seconds.toFixed(1)} s, ${withCommas(own / Math.max(seconds, 0.001))} rows/s${earlier}.`,
  );
  if (unsent.length > 0) lines.push(`Not sent, because they are not fields of the model: ${unsent.join(", ")}.`);
  if (output !== undefined) lines.push(`Written to ${output}`);
  return lines;
}

function hasDecimalComma({ sentence }: Tally["badRows"][number]): boolean {
  return /must be (?:a number|an integer)\b.*; got "[-+]?\d+,\d+"/.test(sentence);
}
