import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Manifest } from "@modelport/contracts";
import { PackagingError } from "./errors.ts";
import { sha256Hex } from "./file-set.ts";

/**
 * Writes everything that serves a model into `outDir`: the ONNX file, manifest.json (parsed, with all defaults),
 * encoder.mjs (generated from it), openapi.json, README.md, and SHA256SUMS of them all. Then loads it as a server does.
 * @throws {PackagingError} with what a server would report at startup
 */
export async function prepareModel(modelDir: string, outDir: string): Promise<Manifest> {
  // Loaded here, because only packaging needs zod and onnxruntime.
  const [{ parseManifest }, { generateEncoder }, { openApiDocument }] = await Promise.all([
    import("@modelport/contracts/manifest"),
    import("@modelport/contracts/encoder"),
    import("@modelport/contracts/openapi"),
  ]);
  const source = await readPart(modelDir, "manifest.json");
  const manifest = parseManifest(parseJson(path.join(modelDir, "manifest.json"), source));
  const onnx = await readPart(modelDir, manifest.onnx.file);
  await checkOnnx(path.join(modelDir, manifest.onnx.file), onnx, manifest);
  const manifestJson = `${JSON.stringify(manifest, null, 2)}\n`;
  const files: Readonly<Record<string, Uint8Array | string>> = {
    "README.md": await readPart(modelDir, "README.md"),
    "encoder.mjs": generateEncoder(manifest, sha256Hex(manifestJson)),
    "manifest.json": manifestJson,
    [manifest.onnx.file]: onnx,
    "openapi.json": `${JSON.stringify(openApiDocument(manifest), null, 2)}\n`,
  };
  const sums = Object.entries(files).map(([name, content]) => `${sha256Hex(content)}  ${name}\n`);
  await mkdir(outDir, { recursive: true });
  for (const [name, content] of Object.entries({ ...files, SHA256SUMS: sums.join("") })) {
    await writeFile(path.join(outDir, name), content);
  }
  await checkPrepared(modelDir, outDir);
  return manifest;
}

/** Checks that the ONNX file is the one that the manifest describes. */
async function checkOnnx(file: string, bytes: Uint8Array, { onnx }: Manifest): Promise<void> {
  const found = sha256Hex(bytes);
  if (found !== onnx.sha256) {
    throw new PackagingError(
      `${file} has sha256 ${found}, but its manifest names ${onnx.sha256}: restore the file that belongs to the manifest, or retrain so that both are written together.`,
    );
  }
  const { readOnnxFile } = await import("@modelport/predictor");
  const { opset, irVersion } = readOnnxFile(bytes);
  for (const [member, told, is] of [
    ["bytes", onnx.bytes, bytes.byteLength],
    ["opset", onnx.opset, opset ?? onnx.opset],
    ["irVersion", onnx.irVersion, irVersion ?? onnx.irVersion],
  ] as const) {
    if (told === is) continue;
    throw new PackagingError(
      `manifest.json says that onnx.${member} is ${told}, but it is ${is} in ${file}: write ${is} into the manifest.`,
    );
  }
}

async function checkPrepared(modelDir: string, outDir: string): Promise<void> {
  const { checkModelDirectory, ModelError } = await import("@modelport/predictor");
  await checkModelDirectory(outDir).catch((error: unknown) => {
    if (!(error instanceof ModelError)) throw error;
    // Messages name this folder, which the user knows, and not the prepared one.
    throw new PackagingError(
      `The model in ${modelDir} cannot be served. ${error.message.replaceAll(outDir, modelDir)}`,
    );
  });
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
