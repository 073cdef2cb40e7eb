// How a row's result is written, in the format that was sent.
import type { Manifest } from "@modelport/contracts";
import { csvCell, csvRecord } from "@modelport/tabular-text";
import type { RowFault } from "./rows.ts";
import type { RowResult } from "./score-slice.ts";

/** Writes the lines of a streamed answer. */
export interface RowWriter {
  readonly contentType: string;
  /** What comes before the first row. */
  readonly head: string;
  row(index: number, result: RowResult): string;
}

/** One result as a JSON object: `{index, ...answer, ...explanation}` or `{index, error: {code, detail, errors}}`. */
export function jsonRow(index: number, result: RowResult): Record<string, unknown> {
  if ("fault" in result) {
    const { code, detail, errors } = result.fault;
    return { index, error: { code, detail, ...(errors && { errors }) } };
  }
  return { index, ...result.answer, ...result.explanation };
}

export const ndjsonWriter: RowWriter = {
  contentType: "application/x-ndjson",
  head: "",
  row: (index, result) => `${JSON.stringify(jsonRow(index, result))}\n`,
};

/**
 * Columns: index, those of the output, for explained rows score, logit, reasons (in words, largest first) and one
 * `contribution_<field>` for each field, and error, which is empty for a good row.
 */
export function csvWriter(manifest: Manifest, explained: boolean): RowWriter {
  const columns = [...answerColumns(manifest), ...(explained ? explanationColumns(manifest) : [])];
  const empty = ",".repeat(columns.length);
  return {
    contentType: "text/csv; charset=utf-8",
    head: `${csvRecord(["index", ...columns.map(({ name }) => name), "error"])}\r\n`,
    row(index, result) {
      if ("fault" in result) return `${index}${empty},${csvCell(sentencesOf(result.fault))}\r\n`;
      return `${index},${csvRecord(columns.map(({ value }) => value(result)))},\r\n`;
    },
  };
}

/** The maximum number of problems in one cell; the rest is counted. */
const MOST_SENTENCES = 10;

/** A cell has no list of errors beside it, so it has to name them all. */
function sentencesOf({ detail, errors = [], total = errors.length }: RowFault): string {
  if (errors.length < 2) return detail;
  const told = errors.slice(0, MOST_SENTENCES).map((error) => error.detail);
  const rest = total - told.length;
  return `${told.join(" ")}${rest > 0 ? ` And ${rest} more.` : ""}`;
}

type GoodRow = Exclude<RowResult, { fault: unknown }>;

interface Column {
  readonly name: string;
  readonly value: (row: GoodRow) => string | number | undefined;
}

function answerColumns({ output }: Manifest): Column[] {
  const own = (name: string): Column => ({ name, value: ({ answer }) => answer[name] as string | number });
  switch (output.kind) {
    case "binary":
      return [own(output.name), own(output.labelName)];
    case "multiclass":
      return [
        ...output.labels.map((label) => ({
          name: `${output.name}_${label}`,
          value: ({ answer }: GoodRow) => (answer[output.name] as Record<string, number>)[label],
        })),
        own(output.labelName),
      ];
    case "regression":
      return [own(output.name)];
  }
}

function explanationColumns({ output, features }: Manifest): Column[] {
  return [
    { name: "score", value: ({ explanation }) => explanation?.score },
    ...(output.kind === "binary" ? [{ name: "logit", value: ({ explanation }: GoodRow) => explanation?.logit }] : []),
    { name: "reasons", value: ({ explanation }) => explanation?.reasons.map((reason) => reason.label).join("; ") },
    ...features.map(({ name }) => ({
      name: `contribution_${name}`,
      value: ({ explanation }: GoodRow) => explanation?.contributions[name],
    })),
  ];
}
