// Reads a prepared model directory and refuses one whose files do not belong together.
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
  readonly manifest: Manifest;
  readonly encoder: Encoder;
  readonly onnx: Uint8Array;
}

/**
 * Reads manifest.json, encoder.mjs and the ONNX file of `path`, and checks that they belong together by SHA-256.
 * @throws {ModelError}
 */
export async function loadModelDirectory(path: string): Promise<ModelDirectory> {
  const manifestBytes = await read(path, "manifest.json");
  const manifest = parse(manifestBytes, path);
  const [encoder, onnx] = await Promise.all([loadEncoder(path), read(path, manifest.onnx.file)]);
  const manifestSha256 = sha256(manifestBytes);
  if (encoder.manifestSha256 !== manifestSha256) {
    throw new ModelError(
      `encoder.mjs in ${path} was generated from a manifest.json with sha256 ${encoder.manifestSha256}, ` +
        `but the manifest.json beside it (${manifest.name} ${manifest.version}) has ${manifestSha256}: package the model again.`,
    );
  }
  const onnxSha256 = sha256(onnx);
  if (onnxSha256 !== manifest.onnx.sha256) {
    throw new ModelError(
      `${manifest.onnx.file} in ${path} has sha256 ${onnxSha256}, ` +
        `but manifest.json (${manifest.name} ${manifest.version}) expects ${manifest.onnx.sha256}: restore the file or package the model again.`,
    );
  }
  return { path, manifest, encoder, onnx };
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
    // Its schema was checked when it was packaged; that it is the same file is checked by the encoder's hash.
    const manifest = JSON.parse(Buffer.from(bytes).toString("utf8")) as Manifest;
    if (typeof manifest.onnx.file === "string") return manifest;
  } catch {
    // falls through to the sentence
  }
  throw new ModelError(`manifest.json in ${path} is not a model manifest: package the model again.`);
}

async function loadEncoder(path: string): Promise<Encoder> {
  await read(path, "encoder.mjs");
  try {
    return (await import(pathToFileURL(join(path, "encoder.mjs")).href)) as Encoder;
  } catch (error) {
    throw new ModelError(`encoder.mjs in ${path} does not load (${String(error)}): package the model again.`);
  }
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
