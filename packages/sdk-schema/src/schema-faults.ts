// Inputs against the types of the SDK: every fault is a sentence with the property's path and what it may be.
import { nearestKey } from "@modelport/target-kit/nearest-key";
import { describeShape, EMPTY_OBJECT, type Properties, type Shape, type TypeSchema } from "./shape.ts";
import { isArchive, isAsset, isObject, isSecret, joinPath, UNKNOWN, type Value, type Values } from "./wire.ts";

const LONGEST_VALUE_SHOWN = 60;
const MOST_NAMES_LISTED = 40;

type Definitions = TypeSchema["definitions"];

/** Sentences without the type and name in front: "memorySize is "1024MB" (string), but must be a number." */
export function faultsOf(inputs: Values, schema: TypeSchema): readonly string[] {
  const faults = membersFaults(inputs, schema.inputs, { path: "", definitions: schema.definitions, secret: false });
  return faults.map((fault) => {
    const [name = ""] = fault.split(" ");
    const isOutput = schema.outputs[name] !== undefined && schema.inputs[name] === undefined;
    return isOutput ? `${name} is an output, not an input: leave it out.` : fault;
  });
}

interface Place {
  readonly path: string;
  readonly definitions: Definitions;
  /** Whether the value is part of a secret and must not be shown. */
  readonly secret: boolean;
}

function membersFaults(values: Values, properties: Properties, place: Place): readonly string[] {
  const faults: string[] = [];
  for (const [key, value] of Object.entries(values)) {
    if (key.startsWith("__")) continue;
    const property = properties[key] ?? properties[EMPTY_OBJECT];
    const path = joinPath(place.path, key);
    if (property !== undefined) faults.push(...valueFaults(value, property.shape, { ...place, path }));
    else faults.push(unknownSentence(path, key, properties));
  }
  for (const [key, { required, shape }] of Object.entries(properties)) {
    if (!required || (values[key] ?? null) !== null) continue;
    faults.push(`${joinPath(place.path, key)} is missing; it must be ${describeShape(shape)}.`);
  }
  return faults;
}

function unknownSentence(path: string, key: string, properties: Properties): string {
  const names = Object.keys(properties).toSorted();
  const near = nearestKey(key, names);
  const shape = near === undefined ? undefined : properties[near]?.shape;
  if (near !== undefined && shape !== undefined) {
    return `${path} is not an input; did you mean ${near}, ${describeShape(shape)}?`;
  }
  const listed = names.slice(0, MOST_NAMES_LISTED).join(", ");
  const left = names.length - MOST_NAMES_LISTED;
  return `${path} is not an input; it may be one of: ${listed}${left > 0 ? ` and ${left} more` : ""}.`;
}

function valueFaults(value: Value, shape: Shape, place: Place): readonly string[] {
  if (isObject(value) && isSecret(value)) return valueFaults(value["value"] ?? null, shape, { ...place, secret: true });
  if (value === UNKNOWN || value === null || shape.kind === "any") return [];
  switch (shape.kind) {
    case "string":
    case "number":
    case "boolean":
      return typeof value === shape.kind ? [] : [wrongSentence(value, shape, place)];
    case "literal":
      return value === shape.value ? [] : [wrongSentence(value, shape, place)];
    case "asset":
      return isAsset(value) ? [] : [wrongSentence(value, shape, place)];
    case "archive":
      return isArchive(value) ? [] : [wrongSentence(value, shape, place)];
    case "list":
      if (!Array.isArray(value)) return [wrongSentence(value, shape, place)];
      return (value as readonly Value[]).flatMap((item, index) =>
        valueFaults(item, shape.items, { ...place, path: joinPath(place.path, index) }),
      );
    case "map":
      if (!isPlainObject(value)) return [wrongSentence(value, shape, place)];
      return Object.entries(value).flatMap(([key, item]) =>
        valueFaults(item, shape.values, { ...place, path: joinPath(place.path, key) }),
      );
    case "object":
      if (!isPlainObject(value)) return [wrongSentence(value, shape, place)];
      return membersFaults(value, place.definitions[shape.definition] ?? {}, place);
    case "union":
      return unionFaults(value, shape, place);
  }
}

/** If no option accepts the value, the faults of the most likely one. */
function unionFaults(value: Value, shape: Shape & { kind: "union" }, place: Place): readonly string[] {
  const attempts = shape.options.map((option) => ({ option, faults: valueFaults(value, option, place) }));
  if (attempts.some(({ faults }) => faults.length === 0)) return [];
  const meant = attempts.find(({ option }) => isPlainObject(value) && option.kind === "object");
  return meant?.faults ?? [wrongSentence(value, shape, place)];
}

const isPlainObject = (value: Value): value is { readonly [key: string]: Value } =>
  isObject(value) && !isAsset(value) && !isArchive(value);

function wrongSentence(value: Value, shape: Shape, { path, secret }: Place): string {
  const shown = secret ? "[secret]" : shorten(JSON.stringify(shownOf(value)));
  return `${path} is ${shown} (${kindOf(value)}), but must be ${describeShape(shape)}.`;
}

function shownOf(value: Value): Value {
  if (Array.isArray(value)) return value.map((item: Value) => shownOf(item));
  if (!isObject(value)) return value === UNKNOWN ? "[unknown]" : value;
  if (isSecret(value)) return "[secret]";
  if (isAsset(value) || isArchive(value)) return value["path"] ?? value["uri"] ?? "...";
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, shownOf(item)]));
}

function shorten(text: string): string {
  return text.length <= LONGEST_VALUE_SHOWN ? text : `${text.slice(0, LONGEST_VALUE_SHOWN)}...`;
}

function kindOf(value: Value): string {
  if (Array.isArray(value)) return "list";
  if (isAsset(value)) return "asset";
  if (isArchive(value)) return "archive";
  return typeof value;
}
