// Inference requests that every endpoint must refuse in the same words.
import { describeFeature, type Feature, listed, type Manifest } from "@modelport/contracts";
import { exampleOf } from "./requests.ts";
import { type Tensor, tensorsOf } from "./tensors.ts";

/** A request that is refused with 400 and this error. */
type Case = readonly [title: string, request: unknown, error: string];

/** The refusals of inference, for one model. */
export function badInferences(manifest: Manifest): Case[] {
  const { name, features, output } = manifest;
  const [first] = features;
  if (!first) throw new Error("the manifest has no features");
  const example = exampleOf(manifest);
  const tensors = tensorsOf(features, [example, example]);
  const [head, ...rest] = tensors as [Tensor, ...Tensor[]];
  const names = listed(features.map((feature) => feature.name));
  const binary = { ...head, data: undefined, parameters: { binary_data_size: 16 } };
  return [
    ["an array", [], "The body must be a JSON object with inputs; got an array."],
    ["a request without inputs", {}, `inputs must be an array of tensors, one for each of ${names}; got nothing.`],
    [
      "an unknown member",
      { inputs: tensors, input: 1 },
      '"input" is not a member of the request: it may have id, parameters, inputs and outputs.',
    ],
    ["an id that is no string", { id: 7, inputs: tensors }, "id must be a string; got 7."],
    [
      "an unknown input",
      { inputs: [...tensors, { ...head, name: "nonsense" }] },
      `"nonsense" is not an input of ${name}: the inputs are ${names}.`,
    ],
    [
      "an input given twice",
      { inputs: [...tensors, head] },
      `${first.name} is given more than once: send one tensor for it.`,
    ],
    [
      "a wrong datatype",
      { inputs: [{ ...head, datatype: "UINT128" }, ...rest] },
      `${first.name} has the datatype "UINT128", but must have ${datatypesOf(first)}.`,
    ],
    [
      "a wrong shape",
      { inputs: [{ ...head, shape: [1, 2] }, ...rest] },
      `${first.name} has the shape [1, 2], but must have [N] or [N, 1], with a value for each row.`,
    ],
    [
      "fewer values than the shape says",
      { inputs: [{ ...head, shape: [3] }, ...rest] },
      `${first.name} has 2 values in data, but its shape [3] says 3.`,
    ],
    ...beyondDatatype(features, tensors),
    [
      "more tensors than a model has",
      { inputs: Array.from({ length: 4 * features.length + 17 }, () => head) },
      `inputs has ${4 * features.length + 17} tensors, but ${name} has ${features.length} inputs.`,
    ],
    [
      "no inputs at all",
      { inputs: [] },
      `inputs must be an array of tensors, one for each of ${names}; got an empty array.`,
    ],
    [
      "binary tensor data",
      { inputs: [binary, ...rest] },
      `${first.name} comes as binary data, which this server does not read: send JSON (binary_data=False).`,
    ],
    [
      "no rows",
      { inputs: tensors.map((tensor) => ({ ...tensor, shape: [0], data: [] })) },
      "The inputs have 0 rows; send 1 to 10000 at a time.",
    ],
    [
      "an unknown output",
      { inputs: tensors, outputs: [{ name: output.name }, { name: "nonsense" }] },
      `"nonsense" is not an output of ${name}: the outputs are ${listed(outputNames(manifest))}.`,
    ],
    [
      "bad values, each named with its row",
      { inputs: [{ ...head, data: [head.data[0], null] }, ...rest] },
      `Row 1: ${first.name} must be ${describeFeature(first)}; got null.`,
    ],
    ...(rest[0] ? [unevenRows(head, rest[0], rest.slice(1))] : []),
  ];
}

function unevenRows(head: Tensor, next: Tensor, rest: readonly Tensor[]): Case {
  const longer = { ...next, shape: [3], data: [...next.data, next.data[0]] };
  const error = `${next.name} has 3 rows, but ${head.name} has 2: send as many in each input.`;
  return ["inputs with different numbers of rows", { inputs: [head, longer, ...rest] }, error];
}

/** Numbers that the tensor's own datatype cannot hold, whatever the field takes. */
function beyondDatatype(features: readonly Feature[], tensors: readonly Tensor[]): Case[] {
  const index = features.findIndex(({ type }) => type === "number" || type === "integer");
  const [feature, tensor] = [features[index], tensors[index]];
  if (!feature || !tensor) return [];
  const values: [string, number][] = [
    ["INT8", 128],
    ["INT8", -129],
    ["UINT8", -1],
    ["UINT16", 65_536],
    ["INT32", 2_147_483_648],
    ["UINT64", 0.5],
  ];
  if (feature.type === "number") values.push(["FP16", 65_505], ["FP32", 1e39]);
  return values.map(([datatype, value]) => [
    `${value} as ${datatype}`,
    {
      inputs: tensors.with(index, { ...tensor, datatype, data: [tensor.data[0], value] }).map(fitting(datatype, index)),
    },
    `${feature.name} has the datatype ${datatype}, but its value in row 1 is ${value}.`,
  ]);
}

/** The tensor at `index` with a first value that its datatype holds. */
function fitting(datatype: string, index: number) {
  const value = datatype.startsWith("U") || datatype.startsWith("I") ? 1 : 0.5;
  return (tensor: Tensor, at: number): Tensor => (at === index ? { ...tensor, data: [value, tensor.data[1]] } : tensor);
}

function outputNames({ output, onnx }: Manifest): string[] {
  const own = output.kind === "regression" ? [output.name] : [output.name, output.labelName];
  if (!onnx.outputs.contributions) return own;
  return output.kind === "binary" ? [...own, "logit", "contributions"] : [...own, "contributions"];
}

function datatypesOf({ type }: Feature): string {
  const integers = "INT64, INT32, INT16, INT8, UINT64, UINT32, UINT16, UINT8";
  switch (type) {
    case "number":
      return `one of FP64, FP32, FP16, ${integers}`;
    case "integer":
      return `one of ${integers}`;
    case "boolean":
      return `one of BOOL, ${integers}`;
    case "categorical":
      return "BYTES";
  }
}
