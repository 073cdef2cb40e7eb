// Draws a model: a manifest that nobody wrote by hand, and a small ONNX file that fits it.
import { createHash } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Feature, Manifest, Output } from "@modelport/contracts";
import type { GoldenRow } from "./endpoint.ts";
import { IR_VERSION, type OnnxGraph, OPSET, writeOnnx } from "./onnx-writer.ts";

type Instance = Record<string, string | number | boolean>;

/** What is drawn; `random` gives numbers in [0, 1). */
type Random = () => number;

const ROWS = 60;
/** Names that a careless implementation would trip over. */
const AWKWARD = ["constructor", "to_string", "value_of", "length", "n", "x", "seen0", "row", "at", "body", "key"];
const WORDS = [
  'say "hi"',
  "a,b",
  "naïve",
  "日本",
  "x;y",
  " lead",
  "trail ",
  "=1+1",
  "null",
  "0",
  "true",
  "tab\tbed",
  "new\nline",
  "'",
  "\\",
];

/** The generator of mulberry32: the same seed draws the same model everywhere. */
function randomOf(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * Writes manifest.json, model.onnx, golden.json and README.md of the model of `seed` into `directory`. `edit` may change
 * the manifest, before anything is scored by it.
 */
export async function writeRandomModel(
  directory: string,
  seed: number,
  edit: (manifest: Manifest) => void = () => undefined,
): Promise<Manifest> {
  const random = randomOf(seed);
  const features = drawFeatures(random);
  const output = drawOutput(random);
  const model = drawWeights(random, features, output);
  const onnx = writeOnnx(graphOf(model, output));
  const manifest = manifestOf({ seed, features, output, model, onnx });
  drawWords(randomOf(seed + 1e6), manifest);
  edit(manifest);
  const draw = () => goldenRow(model, manifest.output, manifest.features, drawInstance(random, manifest.features));
  const rows = Array.from({ length: ROWS }, draw);
  const [{ instance, score, logit }] = rows as [GoldenRow, ...GoldenRow[]];
  Object.assign(manifest.selfCheck, { instance, score, ...("logit" in manifest.selfCheck && { logit }) });
  const golden = { model: { onnxSha256: manifest.onnx.sha256 }, tolerance: 1e-5, rows };
  await mkdir(directory, { recursive: true });
  await writeFile(join(directory, "model.onnx"), onnx);
  await writeFile(join(directory, "manifest.json"), JSON.stringify(manifest));
  await writeFile(join(directory, "golden.json"), JSON.stringify(golden));
  await writeFile(join(directory, "README.md"), `# ${manifest.title}\n`);
  return manifest;
}

/** What no score depends on: words, units, bands, and what is shown as it is. */
function drawWords(random: Random, manifest: Manifest): void {
  const sometimes = (target: object, members: () => object) =>
    void (random() < 0.5 && Object.assign(target, members()));
  sometimes(manifest, () => ({ $schema: "./manifest.schema.json" }));
  sometimes(manifest, () => ({ metrics: { auc: 0.5 } }));
  sometimes(manifest, () => ({ training: { rows: 10 } }));
  for (const feature of manifest.features) {
    sometimes(feature, () => ({
      label: { en: `Label of ${feature.name}`, ...(random() < 0.5 && { es: "Etiqueta" }) },
    }));
    sometimes(feature, () => ({ unit: "EUR" }));
  }
  const { output, explanation, onnx, selfCheck } = manifest;
  if (output.kind === "binary") {
    sometimes(output, () => ({ recommendedThreshold: 0.3 }));
    sometimes(output, () => ({ bands: [{ name: "low", below: 0.5 }, { name: "high" }] }));
  }
  if (!explanation) return;
  if (output.kind === "binary") sometimes(selfCheck, () => ({ logit: 0 }));
  sometimes(explanation, () => ({ pairConvention: "There are no pairs." }));
  sometimes(explanation, () => {
    onnx.outputs.terms = { name: "terms", type: "float32", shape: [-1, manifest.features.length] };
    return { terms: manifest.features.map(({ name }) => ({ features: [name] })) };
  });
}

function drawFeatures(random: Random): Feature[] {
  const count = 1 + Math.floor(random() * (random() < 0.2 ? 70 : 14));
  return Array.from({ length: count }, (_, index) => drawFeature(random, index));
}

function drawFeature(random: Random, index: number): Feature {
  const name = AWKWARD[index] !== undefined && random() < 0.5 ? AWKWARD[index] : `field_${index}`;
  const base = {
    name,
    aliases: random() < 0.5 ? [`Field ${index}.a`, `Alias${index}`] : [],
    description: `Field ${index}.`,
  };
  const optional = random() < 0.3;
  const kind = random();
  if (kind < 0.25) {
    const size = 2 + Math.floor(random() * 19);
    const categories = Array.from({ length: size }, (_, code) => WORDS[code] ?? `category ${code}`);
    const any = () => categories[Math.floor(random() * size)] ?? "";
    return { ...base, type: "categorical", categories, example: any(), ...(optional && { default: any() }) };
  }
  if (kind < 0.4)
    return { ...base, type: "boolean", example: random() < 0.5 ? 1 : true, ...(optional && { default: 0 }) };
  const type = kind < 0.7 ? "integer" : "number";
  const scale = 10 ** Math.floor(random() * 6);
  const [low, high] = [-Math.floor(random() * scale), 1 + Math.floor(random() * scale)];
  const bounds = { ...(random() < 0.7 && { minimum: low }), ...(random() < 0.7 && { maximum: high }) };
  const within = () => low + (type === "integer" ? Math.floor(random() * (high - low)) : random() * (high - low));
  return { ...base, type, ...bounds, example: within(), ...(optional && { default: within() }) };
}

function drawOutput(random: Random): Output {
  const base = { name: "estimate", description: "What is estimated.", decimals: Math.floor(random() * 7) };
  const kind = random();
  if (kind < 0.4) {
    const labels = { positive: "yes", negative: "no" };
    return { ...base, kind: "binary", labelName: "label", labels, threshold: Math.round(random() * 100) / 100 };
  }
  if (kind < 0.7) {
    const labels = Array.from({ length: 2 + Math.floor(random() * 6) }, (_, index) => WORDS[index] ?? `class ${index}`);
    return { ...base, kind: "multiclass", labelName: "label", labels };
  }
  return { ...base, kind: "regression", ...(random() < 0.5 && { unit: "points" }) };
}

interface Weights {
  /** One row of weights for each class; one only for a single number. */
  readonly byClass: readonly (readonly number[])[];
  readonly intercepts: readonly number[];
  readonly explains: boolean;
}

function drawWeights(random: Random, features: readonly Feature[], output: Output): Weights {
  const classes = output.kind === "multiclass" ? output.labels.length : 1;
  const width = (feature: Feature) => {
    if (feature.type === "categorical") return feature.categories.length;
    return feature.type === "boolean"
      ? 1
      : Math.max(1, Math.abs(feature.maximum ?? 0), Math.abs(feature.minimum ?? 0), Math.abs(feature.example));
  };
  const draw = () =>
    features.map((feature) => Math.fround(((random() - 0.5) * 4) / width(feature) / Math.sqrt(features.length)));
  return {
    byClass: Array.from({ length: classes }, draw),
    intercepts: Array.from({ length: classes }, () => Math.fround(random() - 0.5)),
    explains: output.kind !== "multiclass" && random() < 0.6,
  };
}

function graphOf({ byClass, intercepts }: Weights, output: Output): OnnxGraph {
  const columns = byClass[0]?.length ?? 0;
  const input = { name: "x", shape: ["N", columns] as const };
  if (output.kind === "multiclass") {
    const classes = byClass.length;
    const floats = Array.from({ length: columns }, (_, column) =>
      byClass.map((weights) => weights[column] ?? 0),
    ).flat();
    return {
      input,
      outputs: [{ name: "score", shape: ["N", classes] }],
      initializers: [
        { name: "w", shape: [columns, classes], floats },
        { name: "b", shape: [classes], floats: intercepts },
      ],
      nodes: [
        { op: "MatMul", inputs: ["x", "w"], outputs: ["product"] },
        { op: "Add", inputs: ["product", "b"], outputs: ["logits"] },
        { op: "Softmax", inputs: ["logits"], outputs: ["score"], attributes: { axis: 1 } },
      ],
    };
  }
  const sum = output.kind === "binary" ? "logit" : "score";
  return {
    input,
    outputs: [
      { name: "score", shape: ["N"] },
      ...(output.kind === "binary" ? [{ name: "logit", shape: ["N"] as const }] : []),
      { name: "contributions", shape: ["N", columns] },
      { name: "terms", shape: ["N", columns] },
    ],
    initializers: [
      { name: "w", shape: [columns], floats: byClass[0] ?? [] },
      { name: "b", shape: [1], floats: intercepts },
      { name: "axes", shape: [1], integers: [1] },
    ],
    nodes: [
      { op: "Mul", inputs: ["x", "w"], outputs: ["contributions"] },
      { op: "Identity", inputs: ["contributions"], outputs: ["terms"] },
      { op: "ReduceSum", inputs: ["contributions", "axes"], outputs: ["total"], attributes: { keepdims: 0 } },
      { op: "Add", inputs: ["total", "b"], outputs: [sum] },
      ...(output.kind === "binary" ? [{ op: "Sigmoid", inputs: ["logit"], outputs: ["score"] }] : []),
    ],
  };
}

function drawInstance(random: Random, features: readonly Feature[]): Instance {
  const entries = features.flatMap((feature): [string, string | number | boolean][] => {
    if (feature.default !== undefined && random() < 0.3) return [];
    return [[feature.name, drawValue(random, feature)]];
  });
  return Object.fromEntries(entries);
}

function drawValue(random: Random, feature: Feature): string | number | boolean {
  switch (feature.type) {
    case "categorical":
      return feature.categories[Math.floor(random() * feature.categories.length)] ?? "";
    case "boolean":
      return random() < 0.5;
    case "number":
    case "integer": {
      const low = feature.minimum ?? Math.min(feature.example, 0) - 10;
      const high = feature.maximum ?? Math.max(feature.example, 0) + 10;
      const value = low + random() * (high - low);
      return feature.type === "integer"
        ? Math.max(Math.ceil(low), Math.min(Math.floor(high), Math.round(value)))
        : value;
    }
  }
}

function codeOf(feature: Feature, value: string | number | boolean): number {
  return feature.type === "categorical" ? feature.categories.indexOf(String(value)) : Math.fround(Number(value));
}

function goldenRow(
  { byClass, intercepts, explains }: Weights,
  output: Output,
  features: readonly Feature[],
  instance: Instance,
): GoldenRow {
  const x = features.map((feature) =>
    codeOf(feature, (Object.hasOwn(instance, feature.name) ? instance[feature.name] : feature.default) ?? 0),
  );
  const sums = byClass.map((weights, c) =>
    x.reduce((sum, value, i) => sum + value * (weights[i] ?? 0), intercepts[c] ?? 0),
  );
  const [sum = 0] = sums;
  if (output.kind === "multiclass") {
    const top = Math.max(...sums);
    const powers = sums.map((value) => Math.exp(value - top));
    const total = powers.reduce((all, value) => all + value, 0);
    return { instance, score: powers.map((value) => value / total) };
  }
  const contributions = explains ? { contributions: x.map((value, i) => value * (byClass[0]?.[i] ?? 0)) } : {};
  if (output.kind === "regression") return { instance, score: sum, ...contributions };
  return { instance, score: 1 / (1 + Math.exp(-sum)), ...(explains && { logit: sum }), ...contributions };
}

interface Drawn {
  readonly seed: number;
  readonly features: readonly Feature[];
  readonly output: Output;
  readonly model: Weights;
  readonly onnx: Buffer;
}

function manifestOf({ seed, features, output, model, onnx }: Drawn): Manifest {
  const tensor = (name: string, ...shape: number[]) => ({ name, type: "float32" as const, shape: [-1, ...shape] });
  const classes = output.kind === "multiclass" ? [output.labels.length] : [];
  const contributions = { contributions: tensor("contributions", features.length) };
  const logit = output.kind === "binary" ? { logit: tensor("logit") } : {};
  const baseline = { value: model.intercepts[0] ?? 0, meaning: "an instance of zeros" };
  return {
    manifestVersion: 1,
    name: `random-${seed}`,
    version: `1.0.${seed}`,
    title: `Random model ${seed}`,
    description: "Drawn for a test.",
    license: "Apache-2.0",
    synthetic: true,
    onnx: {
      file: "model.onnx",
      sha256: createHash("sha256").update(onnx).digest("hex"),
      bytes: onnx.length,
      opset: OPSET,
      irVersion: IR_VERSION,
      input: tensor("x", features.length),
      outputs: { score: tensor("score", ...classes), ...(model.explains && { ...logit, ...contributions }) },
    },
    features: [...features],
    output,
    ...(model.explains && { explanation: { method: "a weighted sum", unit: "points", baseline } }),
    // The instance and its score follow when rows are drawn.
    selfCheck: { instance: {}, score: 0, tolerance: 1e-5 },
  };
}
