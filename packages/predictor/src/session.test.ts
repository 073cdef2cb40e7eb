// Which ONNX files are refused, with the remedy, and what an idle session costs.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type OnnxGraph, writeOnnx } from "@modelport/contract-tests/onnx";
import { expect, it, onTestFinished } from "vitest";
import { loadModelDirectory } from "./model-directory.ts";
import { readOnnxFile } from "./onnx-file.ts";
import { loadPredictor } from "./load-predictor.ts";
import { graphOf, prepare } from "./prepared.testing.ts";

const load = async (onnx: Uint8Array | OnnxGraph, threads = 1) =>
  loadPredictor(await loadModelDirectory(await prepare(onnx)), { threads });

const axes = { name: "axes", shape: [1], integers: [1] };
const sum = (input: string, more = {}) => ({
  op: "ReduceSum",
  inputs: [input, "axes"],
  outputs: ["score"],
  attributes: { keepdims: 0 },
  ...more,
});
const times = { op: "Mul", inputs: ["x", "w"], outputs: ["y"] };
const outside = { name: "w", shape: [2], externalFloats: "weights.bin" };

it.each([
  [
    "a newer IR version",
    writeOnnx(graphOf([sum("x")], [axes]), { irVersion: 99 }),
    /^model\.onnx has IR version 99, but at most (\d+) is supported: set model\.ir_version = \1 in Python before you save the model, or export it with an older release of onnx\.$/,
  ],
  [
    "a newer opset",
    writeOnnx(graphOf([sum("x")], [axes]), { opset: 99 }),
    /^model\.onnx has opset 99 of the domain ai\.onnx, but at most (\d+) is supported: export the model with target_opset=\1 \(skl2onnx, onnxmltools\) or opset_version=\1 \(torch\.onnx\.export\)\.$/,
  ],
  [
    "a domain of its own",
    writeOnnx(graphOf([sum("x", { domain: "ai.onnx.contrib" })], [axes])),
    /^model\.onnx has a node of the domain ai\.onnx\.contrib, which is not supported: export the model with operators of the domains ai\.onnx and ai\.onnx\.ml only\.$/,
  ],
  [
    "an unknown operator",
    writeOnnx(graphOf([sum("x", { op: "Frobnicate" })], [axes])),
    /^model\.onnx has a node Frobnicate, which opset 17 does not have: export the model with the opset that its nodes are made for \(target_opset= or opset_version=\)\.$/,
  ],
  [
    "shapes that do not fit",
    writeOnnx(
      graphOf(
        [{ op: "MatMul", inputs: ["x", "w"], outputs: ["y"] }, sum("y")],
        [axes, { name: "w", shape: [3, 1], floats: [1, 2, 3] }],
      ),
    ),
    /^model\.onnx is not a model that onnxruntime loads: .*Incompatible dimensions/,
  ],
])("refuses %s", async (_title, onnx, sentence) => {
  await expect(load(onnx)).rejects.toThrow(sentence);
});

it.each([
  ["an initializer", graphOf([times, sum("y")], [axes, outside])],
  [
    "a constant in a node",
    graphOf([{ op: "Constant", inputs: [], outputs: ["w"], attributes: { value: outside } }, times, sum("y")], [axes]),
  ],
])("refuses weights of %s that are in another file, though it is in the working directory", async (_title, graph) => {
  const folder = await mkdtemp(join(tmpdir(), "modelport-cwd-"));
  const before = process.cwd();
  onTestFinished(() => (process.chdir(before), rm(folder, { recursive: true })));
  await writeFile(join(folder, "weights.bin"), Buffer.from(Float32Array.of(1, 2).buffer));
  process.chdir(folder);
  await expect(load(graph)).rejects.toThrow(
    'model.onnx keeps the values of "w" in another file, which is not served: export one file, with ' +
      "external_data=False in torch.onnx.export, or in Python with " +
      'onnx.save_model(onnx.load("model.onnx"), "model.onnx", save_as_external_data=False).',
  );
});

it("reads the versions of a file, and nothing from bytes that are none", () => {
  const onnx = writeOnnx(graphOf([sum("x")], [axes]), { irVersion: 9, opset: 19 });
  expect(readOnnxFile(onnx)).toEqual({ irVersion: 9, opset: 19, externalTensors: [] });
  expect(readOnnxFile(Buffer.from("not protobuf at all"))).toMatchObject({ externalTensors: [] });
});

it("leaves the processors alone between runs of two threads", async () => {
  const columns = 2;
  const weights = {
    name: "w",
    shape: [columns, 512],
    floats: Array.from({ length: columns * 512 }, (_, i) => (i % 7) - 3),
  };
  const wide = graphOf(
    [{ op: "MatMul", inputs: ["x", "w"], outputs: ["m"] }, { op: "Tanh", inputs: ["m"], outputs: ["y"] }, sum("y")],
    [axes, weights],
  );
  const predictor = await load(wide, 2);
  const rows = new Float32Array(256 * columns).fill(0.5);
  await predictor.predict(rows, false);
  const before = process.cpuUsage();
  for (let run = 0; run < 10; run++) {
    await predictor.predict(rows, false);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const { user, system } = process.cpuUsage(before);
  // A thread that spins takes 150 ms or more of these 1,000 ms, the ten runs a few.
  expect((user + system) / 1000).toBeLessThan(80);
});
