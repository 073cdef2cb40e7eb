// golden.json: instances with the scores that the trainer computed, and the allowed difference.
import { readFile } from "node:fs/promises";
import { shown, UsageError } from "../exit.ts";
import { DEFAULT_GOLDEN } from "./options.ts";

export interface GoldenRow {
  readonly instance: Readonly<Record<string, unknown>>;
  /** One number; for a multiclass model one per label. */
  readonly score: number | readonly number[];
}

export interface Golden {
  readonly path: string;
  /** Of the ONNX file that the scores belong to. */
  readonly sha256: string;
  readonly tolerance: number;
  readonly rows: readonly [GoldenRow, ...GoldenRow[]];
}

/** The file at `path`, or without one the default file if it exists. @throws {UsageError} */
export async function readGolden(path: string | undefined): Promise<Golden | undefined> {
  const file = path ?? DEFAULT_GOLDEN;
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => error);
  if (typeof text === "string") return goldenOf(file, text);
  if (path === undefined && text.code === "ENOENT") return undefined;
  throw new UsageError(`The golden file ${shown(file)} cannot be read (${text.code}): check the path of --golden.`);
}

function goldenOf(path: string, text: string): Golden {
  try {
    const { model, tolerance, rows } = JSON.parse(text) as {
      readonly model: { readonly onnxSha256: string };
      readonly tolerance: number;
      readonly rows: Golden["rows"];
    };
    const { onnxSha256 } = model;
    const isWhole = typeof onnxSha256 === "string" && Number.isFinite(tolerance) && isRow(rows[0]);
    if (isWhole && rows.every(isRow)) return { path, sha256: onnxSha256, tolerance, rows };
  } catch {
    // Reported below.
  }
  throw new UsageError(
    `${shown(path)} is not a golden file: it must be JSON with model.onnxSha256, tolerance and rows of instance and score, as the trainer writes it.`,
  );
}

function isRow(row: GoldenRow | undefined): boolean {
  return typeof row?.instance === "object" && [row.score].flat().every((score) => typeof score === "number");
}
