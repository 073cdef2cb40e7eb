import type { FileEntry } from "./file-set.ts";
import { totalBytes } from "./file-set.ts";

export interface SizeRow {
  readonly artifact: string;
  /** Undefined for what is not zipped. */
  readonly zippedBytes: number | undefined;
  readonly files: readonly FileEntry[];
}

const HEADER = ["artifact", "zipped", "unzipped", "native", "bundle", "model"] as const;

/** A table in MiB for people, with one row per artifact. */
export function sizeTable(rows: readonly SizeRow[]): string {
  const cells = [HEADER, ...rows.map(cellsOf)];
  const widths = HEADER.map((_, column) => Math.max(...cells.map((row) => (row[column] ?? "").length)));
  const lines = cells.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join("  "),
  );
  return ["Sizes in MiB", ...lines].join("\n");
}

function cellsOf({ artifact, zippedBytes, files }: SizeRow): string[] {
  const part = (matches: (path: string) => boolean) => mib(totalBytes(files.filter((file) => matches(file.path))));
  return [
    artifact,
    zippedBytes === undefined ? "-" : mib(zippedBytes),
    mib(totalBytes(files)),
    part((path) => path.startsWith("native/")),
    part((path) => path.endsWith(".mjs") && !path.includes("/")),
    part((path) => path.startsWith("model/")),
  ];
}

function mib(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(2);
}
