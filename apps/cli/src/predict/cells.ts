// What becomes of single cells on their way to the server and into the output.
import { shown } from "../exit.ts";

const POINT_NUMBER = /^[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?$/;
const COMMA_NUMBER = /^[-+]?(?:\d+(?:,\d*)?|,\d+)(?:[eE][-+]?\d+)?$/;

export type Decimal = "." | ",";

/**
 * A number with a decimal comma as the server reads it; what is no number stays, for the server to name. A point beside
 * a decimal comma may separate thousands, or decimals in a cell that a program wrote: that is a fault.
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

/** Spreadsheets take a cell for a formula that begins so, quoted or not; the last four are full-width. */
const FORMULA = /^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/;

/** With an apostrophe before what a spreadsheet would take for a formula; numbers stay numbers. */
export function withoutFormula(cell: string, decimal: Decimal): string {
  if (!FORMULA.test(cell) || (decimal === "." ? POINT_NUMBER : COMMA_NUMBER).test(cell)) return cell;
  return `'${cell}`;
}
