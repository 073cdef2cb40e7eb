// The tensors of the Open Inference Protocol v2 for a manifest.
import type { Feature, Manifest } from "./manifest-schema.ts";

/** A tensor in the protocol's metadata; -1 in `shape` is the number of rows. */
export interface TensorMetadata {
  readonly name: string;
  readonly datatype: string;
  readonly shape: readonly number[];
}

/** The content of an output tensor: the model's numbers, the label, or a part of the explanation. */
type OutputRole = "score" | "label" | "logit" | "contributions";

/** An output tensor; explanations cost time and are only computed if a request names them. */
export interface InferenceOutput extends TensorMetadata {
  readonly role: OutputRole;
  readonly onDemand: boolean;
}

const INTEGERS = ["INT64", "INT32", "INT16", "INT8", "UINT64", "UINT32", "UINT16", "UINT8"] as const;

/** The datatypes that a feature accepts; the metadata names the first. */
export function inputDatatypes({ type }: Feature): readonly [string, ...string[]] {
  switch (type) {
    case "number":
      return ["FP64", "FP32", "FP16", ...INTEGERS];
    case "integer":
      return INTEGERS;
    case "boolean":
      return ["BOOL", ...INTEGERS];
    case "categorical":
      return ["BYTES"];
  }
}

/** One tensor per feature, with its name. */
export function inferenceInputs({ features }: Manifest): TensorMetadata[] {
  return features.map((feature) => ({ name: feature.name, datatype: inputDatatypes(feature)[0], shape: [-1] }));
}

/** The output's own tensors and, if the model has explanations, their parts. */
export function inferenceOutputs({ features, output, onnx, explanation }: Manifest): InferenceOutput[] {
  const width = output.kind === "multiclass" ? [output.labels.length] : [];
  const tensors: InferenceOutput[] = [
    { name: output.name, datatype: "FP32", shape: [-1, ...width], role: "score", onDemand: false },
  ];
  if (output.kind !== "regression") {
    tensors.push({ name: output.labelName, datatype: "BYTES", shape: [-1], role: "label", onDemand: false });
  }
  if (!onnx.outputs.contributions || !explanation) return tensors;
  if (output.kind === "binary") {
    tensors.push({ name: "logit", datatype: "FP32", shape: [-1], role: "logit", onDemand: true });
  }
  const shape = [-1, features.length];
  tensors.push({ name: "contributions", datatype: "FP32", shape, role: "contributions", onDemand: true });
  return tensors.filter(({ name }, index) => tensors.findIndex((other) => other.name === name) === index);
}
