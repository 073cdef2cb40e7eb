// Reads an inference request of the Open Inference Protocol v2: turns its JSON into columns, or says in a sentence why
// not.
import {
  type Feature,
  type InferenceOutput,
  inferenceOutputs,
  inputDatatypes,
  listed,
  type Manifest,
  MAX_INSTANCES,
  mostMembers,
  shown,
} from "@modelport/contracts";
import { misfit } from "./datatypes.ts";
import { Faults } from "./faults.ts";

/** The values of one feature, row by row, under the name that the client used. */
interface InputColumn {
  readonly name: string;
  readonly values: readonly unknown[];
}

/** A request with a valid form; its values are still to be checked. */
export interface InferRequest {
  readonly id: string | undefined;
  readonly rows: number;
  readonly columns: readonly InputColumn[];
  readonly outputs: readonly InferenceOutput[];
}

type Members = Readonly<Record<string, unknown>>;

/** Far more than there are outputs; a longer list is not read. */
const MOST_OUTPUTS = 100;

/** The request, or the sentences that refuse it. */
export function readInferRequest(json: unknown, manifest: Manifest): InferRequest | string {
  if (!isObject(json)) return `The body must be a JSON object with inputs; got ${shown(json)}.`;
  const faults = new Faults();
  checkMembers("the request", json, ["id", "parameters", "inputs", "outputs"], faults);
  const { id } = json;
  if (id !== undefined && typeof id !== "string") faults.add(() => `id must be a string; got ${shown(id)}.`);
  const columns = readInputs(json["inputs"], manifest, faults);
  const outputs = readOutputs(json["outputs"], manifest, faults);
  return faults.count > 0
    ? faults.text
    : { id: id as string | undefined, rows: columns[0]?.values.length ?? 0, columns, outputs };
}

function readInputs(inputs: unknown, manifest: Manifest, faults: Faults): InputColumn[] {
  const { features, name: model } = manifest;
  if (!Array.isArray(inputs) || inputs.length === 0) {
    const got = Array.isArray(inputs) ? "an empty array" : shown(inputs);
    faults.add(
      () => `inputs must be an array of tensors, one for each of ${listed(features.map((f) => f.name))}; got ${got}.`,
    );
    return [];
  }
  if (inputs.length > mostMembers(features)) {
    faults.add(() => `inputs has ${inputs.length} tensors, but ${model} has ${features.length} inputs.`);
    return [];
  }
  const given = new Map<Feature, InputColumn>();
  for (const [index, input] of inputs.entries() as ArrayIterator<[number, unknown]>) {
    const name = isObject(input) ? input["name"] : undefined;
    if (!isObject(input) || typeof name !== "string") {
      faults.add(
        () => `inputs[${index}] must be an object with name, shape, datatype and data; got ${nameless(input)}.`,
      );
      continue;
    }
    const feature = features.find((known) => known.name === name || known.aliases.includes(name));
    if (!feature) {
      faults.add(
        () => `${shown(name)} is not an input of ${model}: the inputs are ${listed(features.map((f) => f.name))}.`,
      );
    } else if (given.has(feature)) {
      faults.add(() => `${feature.name} is given more than once: send one tensor for it.`);
    } else {
      given.set(feature, readTensor(feature, { ...input, name }, faults));
    }
  }
  for (const feature of features) {
    if (given.has(feature) || feature.default !== undefined) continue;
    faults.add(() => `There is no input ${feature.name}: send a ${inputDatatypes(feature)[0]} tensor of shape [N].`);
  }
  const columns = [...given.values()];
  if (faults.count === 0) checkRows(columns, faults);
  return columns;
}

function nameless(input: unknown): string {
  if (!isObject(input)) return shown(input);
  return "name" in input ? `the name ${shown(input["name"])}` : "an object without a name";
}

/** Checks that all columns have the same number of rows, and that it is within the limits. */
function checkRows(columns: readonly InputColumn[], faults: Faults): void {
  const [first] = columns;
  if (!first) return;
  const rows = first.values.length;
  for (const { name, values } of columns) {
    if (values.length === rows) continue;
    faults.add(() => `${name} has ${values.length} rows, but ${first.name} has ${rows}: send as many in each input.`);
  }
  if (faults.count > 0 || (rows >= 1 && rows <= MAX_INSTANCES)) return;
  faults.add(() => `The inputs have ${rows} rows; send 1 to ${MAX_INSTANCES} at a time.`);
}

/** The tensor's values; errors of the tensor itself are added to `faults`. */
function readTensor(feature: Feature, input: Members & { name: string }, faults: Faults): InputColumn {
  const { name, datatype, shape, data, parameters } = input;
  const none = { name, values: [] };
  if (isObject(parameters) && "binary_data_size" in parameters) {
    faults.add(() => `${name} comes as binary data, which this server does not read: send JSON (binary_data=False).`);
    return none;
  }
  const before = faults.count;
  checkMembers(name, input, ["name", "shape", "datatype", "parameters", "data"], faults);
  const datatypes = inputDatatypes(feature);
  if (!datatypes.includes(datatype as string)) {
    const wanted = datatypes.length === 1 ? datatypes[0] : `one of ${datatypes.join(", ")}`;
    faults.add(() => `${name} has the datatype ${shown(datatype)}, but must have ${wanted}.`);
  }
  const rows = rowsOf(shape);
  if (rows === undefined) {
    faults.add(
      () => `${name} has the shape ${shownShape(shape)}, but must have [N] or [N, 1], with a value for each row.`,
    );
  }
  if (!Array.isArray(data)) faults.add(() => `${name} must have data, an array of its values; got ${shown(data)}.`);
  if (faults.count > before || rows === undefined) return none;
  const values = flattened(data as unknown[]);
  if (values.length !== rows) {
    faults.add(() => `${name} has ${values.length} values in data, but its shape ${shownShape(shape)} says ${rows}.`);
    return none;
  }
  const sentence = misfit(name, datatype as string, values);
  if (sentence !== undefined) faults.add(() => sentence);
  return { name, values };
}

/** Data may be nested as the shape says: [[1], [2]] for [2, 1]. */
function flattened(data: readonly unknown[]): readonly unknown[] {
  const nested = data.every((item) => Array.isArray(item) && item.length === 1);
  return nested ? data.map((item) => (item as unknown[])[0]) : data;
}

function rowsOf(shape: unknown): number | undefined {
  if (!Array.isArray(shape)) return undefined;
  const [rows, width = 1, ...more] = shape as unknown[];
  const fits = Number.isInteger(rows) && (rows as number) >= 0 && width === 1 && more.length === 0;
  return fits ? (rows as number) : undefined;
}

function shownShape(shape: unknown): string {
  if (!Array.isArray(shape)) return shown(shape);
  const sizes = shape.slice(0, 4).map((size) => shown(size));
  return `[${sizes.join(", ")}${shape.length > 4 ? ", ..." : ""}]`;
}

function readOutputs(outputs: unknown, manifest: Manifest, faults: Faults): InferenceOutput[] {
  const known = inferenceOutputs(manifest);
  const names = known.map((output) => output.name);
  if (outputs === undefined) return known.filter((output) => !output.onDemand);
  if (!Array.isArray(outputs) || outputs.length === 0) {
    const got = Array.isArray(outputs) ? "an empty array" : shown(outputs);
    faults.add(
      () => `outputs must be left out, or be an array with some of ${listed(names)}, as {"name": ...}; got ${got}.`,
    );
    return [];
  }
  if (outputs.length > MOST_OUTPUTS) {
    faults.add(() => `outputs has ${outputs.length} items; name some of ${listed(names)}, each once.`);
    return [];
  }
  const wanted: InferenceOutput[] = [];
  for (const [index, output] of outputs.entries() as ArrayIterator<[number, unknown]>) {
    if (!isObject(output) || typeof output["name"] !== "string") {
      faults.add(() => `outputs[${index}] must be an object with a name; got ${nameless(output)}.`);
      continue;
    }
    const { name } = output as { name: string };
    checkMembers(`outputs[${index}]`, output, ["name", "parameters"], faults);
    const found = known.find((tensor) => tensor.name === name);
    if (!found)
      faults.add(() => `${shown(name)} is not an output of ${manifest.name}: the outputs are ${listed(names)}.`);
    else if (wanted.includes(found)) faults.add(() => `${name} is named more than once in outputs: name it once.`);
    else wanted.push(found);
  }
  return wanted;
}

function isObject(value: unknown): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Allows only the known members, and parameters that are an object. */
function checkMembers(of: string, value: Members, known: readonly string[], faults: Faults): void {
  for (const key of Object.keys(value)) {
    if (!known.includes(key)) faults.add(() => `${shown(key)} is not a member of ${of}: it may have ${listed(known)}.`);
  }
  const { parameters } = value;
  if (parameters === undefined || isObject(parameters)) return;
  faults.add(() => `The parameters of ${of} must be an object; got ${shown(parameters)}.`);
}
