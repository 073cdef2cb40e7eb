// Reads one CSV record that has quotes, cell by cell.

/** The cells and the index after the record's line ending; or what is wrong, and the index at which that shows. */
export type FoundRecord = { readonly cells: string[]; readonly end: number } | BadCell;

interface BadCell {
  readonly fault: string;
  readonly at: number;
}

/** The record at the beginning of `text`; undefined if its end is missing and `text` is not the `last`. */
export function recordAt(text: string, last: boolean): FoundRecord | undefined {
  const cells: string[] = [];
  let at = 0;
  for (;;) {
    const cell = text[at] === '"' ? quotedCell(text, at, last) : plainCell(text, at, last);
    if (!cell || "fault" in cell) return cell;
    cells.push(cell.value);
    if (text[cell.end] !== ",") return { cells, end: cell.end + 1 };
    at = cell.end + 1;
  }
}

export function indexOrEnd(text: string, searched: string, from: number): number {
  const index = text.indexOf(searched, from);
  return index === -1 ? text.length : index;
}

/** `end` is the index of the comma or line feed after the cell, or the text's length. */
interface Cell {
  readonly value: string;
  readonly end: number;
}

const [COMMA, LINE_FEED, RETURN, QUOTE] = [0x2c, 0x0a, 0x0d, 0x22];

function plainCell(text: string, at: number, last: boolean): Cell | undefined {
  let end = at;
  for (; end < text.length; end++) {
    const code = text.charCodeAt(end);
    if (code === COMMA || code === LINE_FEED) break;
  }
  if (end === text.length && !last) return undefined;
  const isBehind = text.charCodeAt(end) !== COMMA && end > at && text.charCodeAt(end - 1) === RETURN;
  return { value: text.slice(at, isBehind ? end - 1 : end), end };
}

function quotedCell(text: string, at: number, last: boolean): Cell | BadCell | undefined {
  const parts: string[] = [];
  let from = at + 1;
  for (;;) {
    const quote = text.indexOf('"', from);
    if (quote === -1) return last ? { fault: "The row has a quote that is not closed.", at: text.length } : undefined;
    parts.push(text.slice(from, quote));
    if (text.charCodeAt(quote + 1) !== QUOTE) return closed(text, parts.join('"'), quote + 1, last);
    from = quote + 2;
  }
}

/** The cell, if what follows its closing quote ends it. */
function closed(text: string, value: string, at: number, last: boolean): Cell | BadCell | undefined {
  const end = text.charCodeAt(at) === RETURN ? at + 1 : at;
  const code = text.charCodeAt(end);
  if (code === LINE_FEED || text.charCodeAt(at) === COMMA) return { value, end };
  // What has arrived may end between a quote and its double, or between CR and LF.
  if (end === text.length) return last ? { value, end } : undefined;
  return { fault: "The row has text after a closing quote: write a quote inside a quoted cell twice.", at };
}
