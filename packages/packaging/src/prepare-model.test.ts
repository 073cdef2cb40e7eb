import { cp, mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { createHash } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeRandomModel } from "@modelport/contract-tests";
import { type OnnxGraph, writeOnnx } from "@modelport/contract-tests/onnx";
import type { Manifest } from "@modelport/contracts";
import { expect, it, onTestFinished } from "vitest";
import { prepareModel } from "./prepare-model.ts";

const MODEL = join(import.meta.dirname, "../../../model");

it("keeps the name that the manifest gives the ONNX file", async () => {
  const folder = await mkdtemp(join(tmpdir(), "modelport-prepare-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await cp(MODEL, folder, { recursive: true, filter: (path) => path === MODEL || /\.(json|onnx|md)$/.test(path) });
  await rename(join(folder, "model.onnx"), join(folder, "loans.onnx"));
  const manifest = await readFile(join(folder, "manifest.json"), "utf8");
  await writeFile(join(folder, "manifest.json"), manifest.replace('"model.onnx"', '"loans.onnx"'));
  const prepared = join(folder, "prepared");
  await prepareModel(folder, prepared);
  expect((await readdir(prepared)).toSorted()).toEqual([
    "README.md",
    "SHA256SUMS",
    "encoder.mjs",
    "loans.onnx",
    "manifest.json",
    "openapi.json",
  ]);
});

/** A drawn model whose ONNX file is this one instead; the manifest is true of it where `edit` does not change it. */
async function draw(onnx: Buffer, edit: (manifest: Manifest) => void = () => undefined): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "modelport-drawn-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const sha256 = createHash("sha256").update(onnx).digest("hex");
  await writeRandomModel(folder, 3, (manifest) => {
    Object.assign(manifest.onnx, { sha256, bytes: onnx.length });
    edit(manifest);
  });
  await writeFile(join(folder, "model.onnx"), onnx);
  return folder;
}

const drawn = await mkdtemp(join(tmpdir(), "modelport-drawn-"));
const { features } = await writeRandomModel(drawn, 3);
await rm(drawn, { recursive: true });
const axis = { name: "axis", shape: [1], integers: [1] };

function graph(...nodes: OnnxGraph["nodes"]): OnnxGraph {
  const sum = { op: "ReduceSum", inputs: ["rows", "axis"], outputs: ["score"], attributes: { keepdims: 0 } };
  return {
    input: { name: "x", shape: ["N", features.length] },
    outputs: [{ name: "score", shape: ["N"] }],
    nodes: [...nodes, sum],
    initializers: [axis],
  };
}

const onlyScore = (manifest: Manifest) => {
  const { input, outputs, ...onnx } = manifest.onnx;
  const score = { ...outputs.score, shape: [-1] };
  Object.assign(manifest, {
    onnx: { ...onnx, input, outputs: { score } },
    output: { kind: "regression", name: "estimate", description: "A number.", decimals: 3 },
    explanation: undefined,
  });
  manifest.selfCheck.tolerance = 1e9;
};
const identity = { op: "Identity", inputs: ["x"], outputs: ["rows"] };

it.each<[string, Buffer, (manifest: Manifest) => void, RegExp]>([
  [
    "weights in another file",
    writeOnnx({
      ...graph({ op: "Mul", inputs: ["x", "w"], outputs: ["rows"] }),
      initializers: [axis, { name: "w", shape: [features.length], externalFloats: "model.onnx.data" }],
    }),
    onlyScore,
    /^The model in FOLDER cannot be served\. model\.onnx keeps the values of "w" in another file, which is not served: export one file, with external_data=False in torch\.onnx\.export, or in Python with onnx\.save_model\(onnx\.load\("model\.onnx"\), "model\.onnx", save_as_external_data=False\)\.$/,
  ],
  [
    "a newer IR version",
    writeOnnx(graph(identity), { irVersion: 99 }),
    (manifest) => (onlyScore(manifest), void (manifest.onnx.irVersion = 99)),
    /^The model in FOLDER cannot be served\. model\.onnx has IR version 99, but at most \d+ is supported: /,
  ],
  [
    "rows that mix",
    writeOnnx(graph({ op: "Softmax", inputs: ["x"], outputs: ["rows"], attributes: { axis: 0 } })),
    onlyScore,
    /^The model in FOLDER cannot be served\. The model's score of a row depends on the other rows of the run: /,
  ],
  [
    "another shape",
    writeOnnx({
      ...graph(),
      nodes: [{ op: "ReduceSum", inputs: ["x", "axis"], outputs: ["score"], attributes: { keepdims: 1 } }],
      outputs: [{ name: "score", shape: ["N", 1] }],
    }),
    onlyScore,
    /^The model in FOLDER cannot be served\. The output "score" of model\.onnx is float32 \[-1, 1\], but the manifest expects float32 \[-1\]: /,
  ],
  [
    "another opset than its manifest says",
    writeOnnx(graph(identity)),
    (manifest) => (onlyScore(manifest), void (manifest.onnx.opset = 1)),
    /^manifest\.json says that onnx\.opset is 1, but it is 17 in FOLDER\/model\.onnx: write 17 into the manifest\.$/,
  ],
  [
    "another size than its manifest says",
    writeOnnx(graph(identity)),
    (manifest) => (onlyScore(manifest), void (manifest.onnx.bytes = 1)),
    /^manifest\.json says that onnx\.bytes is 1, but it is \d+ in FOLDER\/model\.onnx: write \d+ into the manifest\.$/,
  ],
])("refuses a model with %s before a server could", async (_title, onnx, edit, sentence) => {
  const folder = await draw(onnx, edit);
  const refusal = await prepareModel(folder, join(folder, "prepared")).then(() => "nothing", String);
  expect(refusal.replace("PackagingError: ", "").replaceAll(folder, "FOLDER")).toMatch(sentence);
});

it("writes the manifest with its defaults, and the sums of all files", async () => {
  const folder = await mkdtemp(join(tmpdir(), "modelport-drawn-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await writeRandomModel(folder, 3, (manifest) => {
    for (const feature of manifest.features) delete (feature as Partial<typeof feature>).aliases;
  });
  await prepareModel(folder, join(folder, "prepared"));
  const read = (name: string) => readFile(join(folder, "prepared", name), "utf8");
  const manifest = JSON.parse(await read("manifest.json")) as Manifest;
  expect(manifest.features.map(({ aliases }) => aliases)).toEqual(features.map(() => []));
  const lines = (await read("SHA256SUMS")).trim().split("\n");
  expect(lines.map((line) => line.slice(66))).toEqual([
    "README.md",
    "encoder.mjs",
    "manifest.json",
    "model.onnx",
    "openapi.json",
  ]);
  expect(lines[2]?.slice(0, 64)).toBe(
    createHash("sha256")
      .update(await read("manifest.json"))
      .digest("hex"),
  );
});
