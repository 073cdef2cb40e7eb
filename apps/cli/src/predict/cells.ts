// Converts single cells on their way to the server and into the output.
import { shown } from "../exit.ts";

const POINT_NUMBER = /^[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?$/;
const COMMA_NUMBER = /^[-+]?(?:\d+(?:,\d*)?|,\d+)(?:[eE][-+]?\d+)?$/;

export type Decimal = "." | ",";

/**
 * A number with a decimal comma in the notation of the server. What is not a number is left unchanged, so that the
 * server reports it. A point together with a decimal comma is an error: it may separate thousands, or decimals in a
 * cell that a program wrote.
 */
export function withPoint(cell: string, column: string): string | { readonly fault: string } {
  if (COMMA_NUMBER.test(cell)) return cell.replace(",", ".");
  if (!/^[-+\d.,\s\u2212]*\.[-+\d.,\s\u2212]*$/.test(cell)) return cell;
  return {
    fault: `${column} must be a number with a decimal comma and nothing between thousands, as --decimal "," says; got ${shown(cell)}.`,
  };
}

/** A number of the answer, for a file whose numbers have a decimal comma. */
export function withComma(cell: string): string {
  return POINT_NUMBER.test(cell) ? cell.replace(".", ",") : cell;
}

/** A spreadsheet treats a cell with such a beginning as a formula, quoted or not; the last four are full-width. */
const FORMULA = /^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/;

/** Prefixes what a spreadsheet would treat as a formula with an apostrophe; numbers are left unchanged. */
export function withoutFormula(cell: string, decimal: Decimal): string {
  if (!FORMULA.test(cell) || (decimal === "." ? POINT_NUMBER : COMMA_NUMBER).test(cell)) return cell;
  return `'${cell}`;
}
