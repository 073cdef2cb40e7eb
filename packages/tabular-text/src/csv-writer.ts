/** A cell as RFC 4180 writes it: quoted where it has a comma, a quote or a line break. */
export function csvCell(value: string | number | undefined): string {
  const text = String(value ?? "");
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A record without its line end. One empty cell alone is quoted: readers take an empty line for no record. */
export function csvRecord(cells: readonly (string | number | undefined)[]): string {
  if (cells.length === 1 && (cells[0] ?? "") === "") return '""';
  return cells.map((cell) => csvCell(cell)).join(",");
}
