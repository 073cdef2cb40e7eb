// Reads a prepared model directory, and refuses one whose files do not belong together.
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Encoder, Manifest } from "@modelport/contracts";

/** A model that must not be served; the message says what was expected, what was found and what to do. */
export class ModelError extends Error {
  override name = "ModelError";
}

/** The verified content of a prepared model directory. */
export interface ModelDirectory {
  readonly path: string;
  /** `sha256:` and the SHA-256 of SHA256SUMS, which covers every file of the directory. */
  readonly digest: string;
  readonly manifest: Manifest;
  readonly encoder: Encoder;
  readonly onnx: Uint8Array;
  /** Every file that SHA256SUMS lists, as it was when it was verified. */
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/** `sha256sum -c SHA256SUMS` in the directory does the same check. */
const SUMS = "SHA256SUMS";

const NEEDED = ["manifest.json", "encoder.mjs", "openapi.json", "README.md"];

/**
 * Reads every file that SHA256SUMS of `path` lists, and refuses one that has changed.
 * @throws {ModelError}
 */
export async function loadModelDirectory(path: string): Promise<ModelDirectory> {
  const sums = await read(path, SUMS);
  const listed = parseSums(sums, path);
  const files = new Map<string, Uint8Array>();
  await Promise.all(
    [...listed].map(async ([file, expected]) => {
      files.set(file, await readVerified(path, file, expected));
    }),
  );
  const fileOf = (name: string): Uint8Array => {
    const bytes = files.get(name);
    if (bytes) return bytes;
    throw new ModelError(`${SUMS} in ${path} does not list ${name}: package the model again.`);
  };
  for (const name of NEEDED) fileOf(name);
  const manifest = parse(fileOf("manifest.json"), path);
  const onnx = fileOf(manifest.onnx.file);
  const encoder = await loadEncoder(path, listed.get("encoder.mjs"));
  checkTogether(
    path,
    manifest,
    { onnx: listed.get(manifest.onnx.file), manifest: listed.get("manifest.json") },
    encoder,
  );
  return { path, digest: `sha256:${sha256(sums)}`, manifest, encoder, onnx, files };
}

/** Editing files and updating the sums must not combine parts of two models. */
function checkTogether(
  path: string,
  { name, version, onnx }: Manifest,
  found: { readonly onnx: string | undefined; readonly manifest: string | undefined },
  encoder: Encoder,
): void {
  if (encoder.manifestSha256 !== found.manifest) {
    throw new ModelError(
      `encoder.mjs in ${path} was generated from a manifest.json with sha256 ${encoder.manifestSha256}, ` +
        `but the manifest.json beside it (${name} ${version}) has ${found.manifest}: package the model again.`,
    );
  }
  if (onnx.sha256 !== found.onnx) {
    throw new ModelError(
      `${onnx.file} in ${path} has sha256 ${found.onnx}, ` +
        `but manifest.json (${name} ${version}) expects ${onnx.sha256}: restore the file or package the model again.`,
    );
  }
}

/** Lines of `<SHA-256>  <file name>`, as sha256sum writes them. */
function parseSums(bytes: Uint8Array, path: string): Map<string, string> {
  const lines = Buffer.from(bytes).toString("utf8").split("\n").filter(Boolean);
  const parsed = lines.map((line) => /^([0-9a-f]{64}) [ *]([A-Za-z0-9._-]+)$/.exec(line));
  const wrong = parsed.indexOf(null);
  if (wrong >= 0) {
    throw new ModelError(
      `Line ${wrong + 1} of ${SUMS} in ${path} is not a SHA-256, two spaces and a file name: package the model again.`,
    );
  }
  return new Map(parsed.map((match) => [match?.[2] ?? "", match?.[1] ?? ""]));
}

async function readVerified(path: string, file: string, expected: string): Promise<Uint8Array> {
  const bytes = await read(path, file);
  const found = sha256(bytes);
  if (found === expected) return bytes;
  throw new ModelError(
    `${file} in ${path} has sha256 ${found}, but ${SUMS} beside it expects ${expected}: restore the file or package the model again.`,
  );
}

async function read(path: string, file: string): Promise<Uint8Array> {
  try {
    return await readFile(join(path, file));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unknown error";
    throw new ModelError(
      `${file} in ${path} cannot be read (${code}): point MODEL_DIR to a prepared model directory, or package the model again.`,
    );
  }
}

function parse(bytes: Uint8Array, path: string): Manifest {
  try {
    // The schema was checked at packaging, and the hash shows that the file is still the same.
    const manifest = JSON.parse(Buffer.from(bytes).toString("utf8")) as Manifest;
    if (typeof manifest.onnx.file === "string") return manifest;
  } catch {
    // falls through to the sentence
  }
  throw new ModelError(`manifest.json in ${path} is not a model manifest: package the model again.`);
}

/** The hash is part of the URL, because a module is loaded once per URL, however often its folder is rewritten. */
async function loadEncoder(path: string, hash: string | undefined): Promise<Encoder> {
  try {
    return (await import(`${pathToFileURL(join(path, "encoder.mjs")).href}?${hash}`)) as Encoder;
  } catch (error) {
    throw new ModelError(`encoder.mjs in ${path} does not load (${String(error)}): package the model again.`);
  }
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
