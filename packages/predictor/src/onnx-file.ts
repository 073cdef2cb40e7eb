// Reads from an ONNX file (protobuf, onnx.proto) what onnxruntime does not report: versions, and whether weights are in
// other files.

/** The head of an ONNX file, and the names of tensors whose values are in another file. */
export interface OnnxFile {
  readonly irVersion: number | undefined;
  /** Of the default domain; undefined if the file does not import it. */
  readonly opset: number | undefined;
  readonly externalTensors: readonly string[];
}

type Kind = "model" | "opset" | "training" | "function" | "graph" | "node" | "attribute" | "sparse" | "tensor";

/** By message and field number: the nested messages that may contain a tensor. */
const NESTED: Readonly<Record<Kind, Readonly<Record<number, Kind>>>> = {
  model: { 7: "graph", 8: "opset", 20: "training", 25: "function" },
  opset: {},
  training: { 1: "graph", 2: "graph" },
  function: { 7: "node", 11: "attribute" },
  graph: { 1: "node", 5: "tensor", 15: "sparse" },
  node: { 5: "attribute" },
  attribute: { 5: "tensor", 6: "graph", 10: "tensor", 11: "graph", 22: "sparse", 23: "sparse" },
  sparse: { 1: "tensor", 2: "tensor" },
  tensor: {},
};

const IR_VERSION = 1;
const OPSET = { domain: 1, version: 2 };
const TENSOR = { name: 8, externalData: 13, dataLocation: 14 };
const EXTERNAL = 1;

/** For bytes that are not an ONNX file, returns what was found before the error; onnxruntime reports the error. */
export function readOnnxFile(bytes: Uint8Array): OnnxFile {
  const found: { irVersion?: number; opset?: number; externalTensors: string[] } = { externalTensors: [] };
  const text = (start: number, end: number) => Buffer.from(bytes.subarray(start, end)).toString("utf8");

  function walk(kind: Kind, from: number, to: number): void {
    let name = "";
    let isExternal = false;
    let domain = "";
    let version = 0;
    eachField(bytes, { from, to, hasNumbers: kind !== "attribute" }, (field, value, start, end) => {
      const nested = NESTED[kind][field];
      if (nested !== undefined) walk(nested, start, end);
      else if (kind === "model" && field === IR_VERSION) found.irVersion = value;
      else if (kind === "opset" && field === OPSET.domain) domain = text(start, end);
      else if (kind === "opset" && field === OPSET.version) version = value;
      else if (kind === "tensor" && field === TENSOR.name) name = text(start, end);
      else if (kind === "tensor" && field === TENSOR.externalData) isExternal = true;
      else if (kind === "tensor" && field === TENSOR.dataLocation) isExternal ||= value === EXTERNAL;
    });
    if (kind === "opset" && (domain === "" || domain === "ai.onnx")) found.opset = version;
    if (isExternal) found.externalTensors.push(name);
  }

  walk("model", 0, bytes.length);
  return { irVersion: found.irVersion, opset: found.opset, externalTensors: found.externalTensors };
}

/** Like in {@link readOnnxFile}, without the walk if the key is nowhere: a forest has millions of fields. */
export function externalTensorsOf(bytes: Uint8Array): readonly string[] {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return file.includes("location") ? readOnnxFile(bytes).externalTensors : [];
}

const VARINT = 0;
const FIXED64 = 1;
const LENGTH = 2;
const FIXED32 = 5;

interface Span {
  readonly from: number;
  readonly to: number;
  /** False: numbers are skipped. A forest has millions of them as attributes. */
  readonly hasNumbers: boolean;
}

/** Calls `visit` for each field of a message, with the value of a number or the range of its bytes. */
function eachField(
  bytes: Uint8Array,
  { from, to, hasNumbers }: Span,
  visit: (field: number, value: number, start: number, end: number) => void,
): void {
  let at = from;
  function varint(): number {
    let value = 0;
    for (let scale = 1; at < to; scale *= 128) {
      const byte = bytes[at++] ?? 0;
      value += (byte & 127) * scale;
      if (byte < 128) break;
    }
    return value;
  }
  while (at < to) {
    const tag = varint();
    const wire = tag & 7;
    if (wire === FIXED32) at += 4;
    else if (wire === FIXED64) at += 8;
    else if (wire === VARINT && !hasNumbers) while ((bytes[at++] ?? 0) > 127);
    else if (wire === VARINT) visit(tag >>> 3, varint(), at, at);
    else if (wire === LENGTH) {
      const end = varint() + at;
      if (end > to) return;
      visit(tag >>> 3, 0, at, end);
      at = end;
    } else return;
  }
}
