import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Manifest } from "@modelport/contracts";
import { PackagingError } from "./errors.ts";
import { sha256Hex } from "./file-set.ts";

/**
 * Writes what serves a model into `outDir`: the ONNX file, manifest.json (same bytes), encoder.mjs (generated from the
 * manifest), openapi.json, README.md. Refuses an ONNX file that is not the manifest's.
 */
export async function prepareModel(modelDir: string, outDir: string): Promise<Manifest> {
  // Loaded here: zod is wanted while packaging only.
  const [{ parseManifest }, { generateEncoder }, { openApiDocument }] = await Promise.all([
    import("@modelport/contracts/manifest"),
    import("@modelport/contracts/encoder"),
    import("@modelport/contracts/openapi"),
  ]);
  const manifestBytes = await readPart(modelDir, "manifest.json");
  const manifest = parseManifest(parseJson(path.join(modelDir, "manifest.json"), manifestBytes));
  const onnx = await readPart(modelDir, manifest.onnx.file);
  const found = sha256Hex(onnx);
  if (found !== manifest.onnx.sha256) {
    throw new PackagingError(
      `${path.join(modelDir, manifest.onnx.file)} has sha256 ${found}, but its manifest names ${manifest.onnx.sha256}: restore the file that belongs to the manifest, or retrain so that both are written together.`,
    );
  }
  const card = await readPart(modelDir, "README.md");
  await mkdir(outDir, { recursive: true });
  await writeFile(path.join(outDir, manifest.onnx.file), onnx);
  await writeFile(path.join(outDir, "manifest.json"), manifestBytes);
  await writeFile(path.join(outDir, "README.md"), card);
  await writeFile(path.join(outDir, "encoder.mjs"), generateEncoder(manifest, sha256Hex(manifestBytes)));
  await writeFile(path.join(outDir, "openapi.json"), `${JSON.stringify(openApiDocument(manifest), null, 2)}\n`);
  return manifest;
}

async function readPart(modelDir: string, name: string): Promise<Buffer> {
  return readFile(path.join(modelDir, name)).catch((error: NodeJS.ErrnoException) => {
    throw new PackagingError(
      `${path.join(modelDir, name)} cannot be read (${error.code}): a model folder holds manifest.json, the ONNX file and README.md, as the trainer in model/ writes them.`,
    );
  });
}

function parseJson(file: string, bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString("utf8"));
  } catch (error) {
    throw new PackagingError(
      `${file} is not JSON (${(error as Error).message}): restore it, or let the trainer write it.`,
    );
  }
}
