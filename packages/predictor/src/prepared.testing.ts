// Prepared model directories for graphs that a test defines.
import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type OnnxGraph, writeOnnx } from "@modelport/contract-tests/onnx";
import type { Feature, Manifest } from "@modelport/contracts";
import { generateEncoder } from "@modelport/contracts/encoder";
import { parseManifest } from "@modelport/contracts/manifest";
import { onTestFinished } from "vitest";
import { InferenceSession, Tensor } from "./onnxruntime.ts";

const sha256 = (bytes: Uint8Array | string) => createHash("sha256").update(bytes).digest("hex");

const number = (name: string): Feature => ({
  name,
  aliases: [],
  type: "number",
  description: "A number.",
  minimum: -10,
  maximum: 10,
  example: 1,
});

export const TWO_NUMBERS: readonly Feature[] = [number("a"), number("b")];

/** The bytes of a graph from `x` [N, columns] to `score` [N] by these nodes. */
export function graphOf(
  nodes: OnnxGraph["nodes"],
  initializers: OnnxGraph["initializers"] = [],
  columns = TWO_NUMBERS.length,
): OnnxGraph {
  return {
    input: { name: "x", shape: ["N", columns] },
    outputs: [{ name: "score", shape: ["N"] }],
    nodes,
    initializers,
  };
}

export interface Prepared {
  readonly features?: readonly Feature[];
  readonly edit?: (manifest: Manifest) => void;
}

/**
 * Writes a regression model with `onnx` whose manifest expects its own score for the known row; removed after the test.
 */
export async function prepare(
  onnx: Uint8Array | OnnxGraph,
  { features = TWO_NUMBERS, edit }: Prepared = {},
): Promise<string> {
  const bytes = onnx instanceof Uint8Array ? onnx : writeOnnx(onnx);
  const folder = await mkdtemp(join(tmpdir(), "modelport-drawn-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const manifest = manifestOf(bytes, features, await scoreOf(bytes, features));
  edit?.(manifest);
  const text = JSON.stringify(parseManifest(manifest));
  await writeFile(join(folder, "model.onnx"), bytes);
  await writeFile(join(folder, "manifest.json"), text);
  await writeFile(join(folder, "encoder.mjs"), generateEncoder(parseManifest(manifest), sha256(text)));
  await writeFile(join(folder, "openapi.json"), "{}");
  await writeFile(join(folder, "README.md"), "# Drawn");
  await writeSums(folder);
  return folder;
}

/** SHA256SUMS of the files in the folder. */
export async function writeSums(folder: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name !== "SHA256SUMS");
  const lines = await Promise.all(
    names.map(async (name) => `${sha256(await readFile(join(folder, name)))}  ${name}\n`),
  );
  await writeFile(join(folder, "SHA256SUMS"), lines.join(""));
}

/** 0 if the graph does not load or run, which is what such a test is about. */
async function scoreOf(bytes: Uint8Array, features: readonly Feature[]): Promise<number> {
  try {
    const session = await InferenceSession.create(bytes, { logSeverityLevel: 4 });
    const row = Float32Array.from(features, codeOf);
    const { score } = await session.run({ x: new Tensor("float32", row, [1, features.length]) });
    return Number(score?.data[0]);
  } catch {
    return 0;
  }
}

function codeOf(feature: Feature): number {
  return feature.type === "categorical" ? feature.categories.indexOf(feature.example) : Number(feature.example);
}

function manifestOf(bytes: Uint8Array, features: readonly Feature[], score: number): Manifest {
  return {
    manifestVersion: 1,
    name: "drawn",
    version: "1.0.0",
    title: "Drawn",
    description: "Drawn for a test.",
    license: "Apache-2.0",
    synthetic: true,
    onnx: {
      file: "model.onnx",
      sha256: sha256(bytes),
      bytes: bytes.length,
      opset: 17,
      irVersion: 8,
      input: { name: "x", type: "float32", shape: [-1, features.length] },
      outputs: { score: { name: "score", type: "float32", shape: [-1] } },
    },
    features: [...features],
    output: { kind: "regression", name: "estimate", description: "What is estimated.", decimals: 4 },
    selfCheck: {
      instance: Object.fromEntries(features.map(({ name, example }) => [name, example])),
      score,
      tolerance: 1e-5,
    },
  };
}
