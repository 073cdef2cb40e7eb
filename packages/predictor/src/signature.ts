// Checks that the tensors of an ONNX file are those in its manifest.
import type { Manifest, OutputTensor } from "@modelport/contracts";
import { ModelError } from "./model-directory.ts";
import type { InferenceSession } from "./onnxruntime.ts";

/** @throws {ModelError} */
export function checkSignature(manifest: Manifest, session: InferenceSession): void {
  const { input, outputs } = manifest.onnx;
  expectNames("input", [input.name], session.inputNames);
  checkTensor(manifest, "input", input, session.inputMetadata);
  for (const tensor of Object.values(outputs).filter((output) => output !== undefined)) {
    expectAmong("output", tensor.name, session.outputNames);
    checkTensor(manifest, "output", tensor, session.outputMetadata);
  }
}

function expectNames(kind: string, expected: readonly string[], found: readonly string[]): void {
  if (expected.join() === found.join()) return;
  throw new ModelError(
    `The ONNX file's ${kind}s are [${found.join(", ")}], but the manifest expects [${expected.join(", ")}]: ` +
      `a model has one float32 ${kind} with a column for each feature.`,
  );
}

function expectAmong(kind: string, name: string, found: readonly string[]): void {
  if (found.includes(name)) return;
  throw new ModelError(
    `The ONNX file has no ${kind} "${name}", which the manifest names; it has [${found.join(", ")}].`,
  );
}

function checkTensor(
  manifest: Manifest,
  kind: string,
  expected: OutputTensor,
  metadata: readonly InferenceSession.ValueMetadata[],
): void {
  const found = metadata.find((entry) => entry.name === expected.name);
  const wanted = `${expected.type} [${expected.shape.join(", ")}]`;
  const subject = `The ${kind} "${expected.name}" of ${manifest.onnx.file}`;
  if (!found?.isTensor) {
    throw new ModelError(
      `${subject} is not a tensor but a sequence or a map, as ZipMap creates, and the manifest expects ${wanted}: ` +
        "export the model without ZipMap (zipmap=False).",
    );
  }
  const shape = found.shape.map((size) => (typeof size === "number" ? size : -1));
  if (found.type === expected.type && shape.join() === expected.shape.join()) return;
  const remedy =
    found.type === expected.type
      ? "export the model with that shape."
      : "only float32 tensors are served, so export the model with float32.";
  throw new ModelError(
    `${subject} is ${found.type} [${shape.join(", ")}], but the manifest expects ${wanted}: ${remedy}`,
  );
}
