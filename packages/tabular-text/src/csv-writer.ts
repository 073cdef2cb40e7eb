/** A cell in RFC 4180: quoted if it contains a comma, a quote or a line break. */
export function csvCell(value: string | number | undefined): string {
  const text = String(value ?? "");
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A record without its line ending. A single empty cell is quoted, because readers skip empty lines. */
export function csvRecord(cells: readonly (string | number | undefined)[]): string {
  if (cells.length === 1 && (cells[0] ?? "") === "") return '""';
  return cells.map((cell) => csvCell(cell)).join(",");
}
