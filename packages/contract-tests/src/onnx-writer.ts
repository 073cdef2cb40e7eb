// Writes small ONNX files for tests: just enough protobuf (onnx.proto of ONNX 1.16) for dense float32 graphs.

/** A float32, int64 or boolean constant of the graph, or one whose values are in a file beside the model. */
interface Initializer {
  readonly name: string;
  readonly shape: readonly number[];
  readonly floats?: readonly number[];
  readonly integers?: readonly number[];
  readonly booleans?: readonly boolean[];
  /** The name of a file of float32 values. */
  readonly externalFloats?: string;
}

interface OnnxNode {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Integers, lists of integers, or tensors. */
  readonly attributes?: Readonly<Record<string, number | readonly number[] | Initializer>>;
  readonly domain?: string;
}

/** A graph over one input; "N" in a shape stands for the number of rows. */
export interface OnnxGraph {
  readonly input: { readonly name: string; readonly shape: readonly (number | "N")[] };
  readonly outputs: readonly {
    readonly name: string;
    readonly shape: readonly (number | "N")[];
    readonly type?: number;
  }[];
  readonly nodes: readonly OnnxNode[];
  readonly initializers: readonly Initializer[];
}

const FLOAT = 1;
const INT64 = 7;
const BOOL = 9;
export const OPSET = 17;
export const IR_VERSION = 8;

/** The bytes of a model in the default domain, opset 17 and IR version 8 where nothing else is given. */
export function writeOnnx(graph: OnnxGraph, { opset = OPSET, irVersion = IR_VERSION } = {}): Buffer {
  return Buffer.concat([
    integer(1, irVersion),
    message(8, [text(1, ""), integer(2, opset)]),
    message(7, [
      ...graph.nodes.map((node) => message(1, nodeFields(node))),
      text(2, "test"),
      ...graph.initializers.map((constant) => message(5, tensorFields(constant))),
      message(11, valueInfo(graph.input)),
      ...graph.outputs.map((output) => message(12, valueInfo(output))),
    ]),
  ]);
}

function nodeFields({ op, inputs, outputs, attributes = {}, domain }: OnnxNode): Buffer[] {
  return [
    ...inputs.map((name) => text(1, name)),
    ...outputs.map((name) => text(2, name)),
    text(4, op),
    ...Object.entries(attributes).map(([name, value]) => message(5, [text(1, name), ...attributeFields(value)])),
    ...(domain === undefined ? [] : [text(7, domain)]),
  ];
}

function attributeFields(value: number | readonly number[] | Initializer): Buffer[] {
  if (typeof value === "number") return [integer(3, value), integer(20, 2)];
  if (isList(value)) return [...value.map((item) => integer(8, item)), integer(20, 7)];
  return [message(5, tensorFields(value)), integer(20, 4)];
}

function isList(value: readonly number[] | Initializer): value is readonly number[] {
  return Array.isArray(value);
}

function tensorFields(constant: Initializer): Buffer[] {
  const { name, shape, floats, integers = [], booleans, externalFloats } = constant;
  const head = (type: number) => [...shape.map((size) => integer(1, size)), integer(2, type), text(8, name)];
  if (externalFloats !== undefined) {
    return [...head(FLOAT), message(13, [text(1, "location"), text(2, externalFloats)]), integer(14, 1)];
  }
  if (floats) return [...head(FLOAT), bytes(9, Buffer.from(Float32Array.from(floats).buffer))];
  if (booleans) return [...head(BOOL), bytes(9, Buffer.from(booleans.map(Number)))];
  const values = BigInt64Array.from(integers, (value) => BigInt(value));
  return [...head(INT64), bytes(9, Buffer.from(values.buffer))];
}

function valueInfo({
  name,
  shape,
  type = FLOAT,
}: {
  name: string;
  shape: readonly (number | "N")[];
  type?: number;
}): Buffer[] {
  const sizes = shape.map((size) => message(1, [size === "N" ? text(2, "N") : integer(1, size)]));
  return [text(1, name), message(2, [message(1, [integer(1, type), message(2, sizes)])])];
}

function varint(value: number): Buffer {
  const out: number[] = [];
  let rest = value;
  do {
    const low = rest % 128;
    rest = Math.floor(rest / 128);
    out.push(rest > 0 ? low + 128 : low);
  } while (rest > 0);
  return Buffer.from(out);
}

function integer(field: number, value: number): Buffer {
  return Buffer.concat([varint(field * 8), varint(value)]);
}

function bytes(field: number, content: Buffer): Buffer {
  return Buffer.concat([varint(field * 8 + 2), varint(content.length), content]);
}

function text(field: number, content: string): Buffer {
  return bytes(field, Buffer.from(content));
}

function message(field: number, fields: readonly Buffer[]): Buffer {
  return bytes(field, Buffer.concat(fields));
}
