// The outputs of an object: its inputs, the facts of its type, and plausible values for everything else.
import type { Properties, Shape, TypeSchema } from "@modelport/sdk-schema";
import { answered } from "./facts/behavior.ts";
import { digits, fill, MOMENT, type Making } from "./facts/making.ts";
import type { TypeFacts } from "./facts/type-facts.ts";
import { filled, staysWhenLeftOut } from "./planned-changes.ts";
import {
  isObject,
  isSecret,
  mapValues,
  UNKNOWN,
  withinSecret,
  type Value,
  type Values,
} from "@modelport/sdk-schema/wire";

const DEEPEST = 4;

type Made = Making & { readonly id: string };

/** The outputs of a created or changed object; secret `inputs` are marked. */
export function outputsOf(making: Made, inputs: Values, facts: TypeFacts, schema: TypeSchema): Values {
  const fixed = mapValues(facts.outputs ?? {}, (output) =>
    typeof output === "string" ? fill(output, making) : output(making),
  );
  const isInput = (name: string) => schema.inputs[name] !== undefined;
  const before = (name: string) => making.previous?.[name] ?? undefined;
  // Values that are left out and kept do not change; values that the cloud computes are computed again.
  const isKept = (name: string) => facts.recomputed?.[name] === undefined && staysWhenLeftOut(name, facts, schema);
  const kept = (name: string) => (isKept(name) ? before(name) : undefined);
  const computed: Record<string, Value> = {};
  for (const [name, { shape, required }] of Object.entries(schema.outputs)) {
    if (!isFromCloud(name, inputs)) continue;
    const made = fixed[name] ?? tagged(name, making);
    const answer = isInput(name) ? (kept(name) ?? made) : (made ?? before(name));
    if (answer !== undefined) computed[name] = answer;
    else if (required) computed[name] = plausible(name, shape, { schema, making, isInput: isInput(name) }, 0);
  }
  const given = mapValues(withoutInternal(inputs), (value, name) =>
    withinSecret(value, (inner) => filled(inner, before(name), schema.outputs[name]?.shape, schema)),
  );
  const missing = (name: string, shape: Shape) => plausible(name, shape, { schema, making, isInput: true }, 1);
  return answered({ ...completed(given, schema, missing), ...computed }, making, facts);
}

/** The same in a preview: what only the cloud knows is unknown. */
export function previewOutputs(inputs: Values, facts: TypeFacts, schema: TypeSchema): Values {
  const computed = Object.entries(schema.outputs).filter(
    ([name, { required }]) => isFromCloud(name, inputs) && (required || facts.outputs?.[name] !== undefined),
  );
  return {
    ...completed(withoutInternal(inputs), schema, () => UNKNOWN),
    ...Object.fromEntries(computed.map(([name]) => [name, UNKNOWN])),
  };
}

/** A change in a preview: earlier outputs stay, except those that the change affects. */
export function previewChange(
  inputs: Values,
  previous: Values,
  unknown: readonly string[],
  { facts, schema }: { readonly facts: TypeFacts; readonly schema: TypeSchema },
): Values {
  const stays = (name: string) => schema.inputs[name] === undefined || staysWhenLeftOut(name, facts, schema);
  const kept = Object.entries(previous).filter(([name]) => isFromCloud(name, inputs) && stays(name));
  return {
    ...withoutInternal(inputs),
    ...Object.fromEntries(kept),
    ...Object.fromEntries(unknown.filter((name) => schema.outputs[name]).map((name) => [name, UNKNOWN])),
  };
}

const isFromCloud = (name: string, inputs: Values): boolean => inputs[name] === undefined || inputs[name] === null;

function withoutInternal(inputs: Values): Values {
  return Object.fromEntries(Object.entries(inputs).filter(([name]) => !name.startsWith("__")));
}

/** Adds what the cloud adds inside the given objects. */
function completed(inputs: Values, schema: TypeSchema, missing: (name: string, shape: Shape) => Value): Values {
  return mapValues(inputs, (value, name) => completeValue(value, schema.outputs[name]?.shape, schema, missing));
}

function completeValue(
  value: Value,
  shape: Shape | undefined,
  schema: TypeSchema,
  missing: (name: string, shape: Shape) => Value,
): Value {
  if (isSecret(value)) return withinSecret(value, (inner) => completeValue(inner, shape, schema, missing));
  if (shape?.kind === "list" && Array.isArray(value)) {
    return (value as readonly Value[]).map((item) => completeValue(item, shape.items, schema, missing));
  }
  const properties = shape?.kind === "object" ? schema.definitions[shape.definition] : undefined;
  if (properties === undefined || !isObject(value)) return value;
  const given = mapValues(value, (item, key) => completeValue(item, properties[key]?.shape, schema, missing));
  return { ...addedBy(properties, given, missing), ...given };
}

function addedBy(properties: Properties, given: Values, missing: (name: string, shape: Shape) => Value): Values {
  const added = Object.entries(properties).filter(([name, { required }]) => required && isFromCloud(name, given));
  return Object.fromEntries(added.map(([name, { shape }]) => [name, missing(name, shape)]));
}

function tagged(name: string, { inputs, world }: Making): Value | undefined {
  const given = (input: string) => inputs[input] as Values | undefined;
  switch (name) {
    case "tagsAll":
      return { ...world.defaultTags, ...given("tags") };
    case "pulumiLabels":
    case "effectiveLabels":
      return {
        ...world.defaultTags,
        ...(given("labels") ?? given("resourceLabels")),
        "goog-pulumi-provisioned": "true",
      };
    case "effectiveAnnotations":
      return { ...given("annotations") };
    default:
      return undefined;
  }
}

interface Guess {
  readonly schema: TypeSchema;
  readonly making: Made;
  /** An input that was left out: its default is usually empty. */
  readonly isInput: boolean;
}

/** A value of the right type; a string looks like what its name promises. */
function plausible(name: string, shape: Shape, guess: Guess, depth: number): Value {
  switch (shape.kind) {
    case "string":
      return plausibleText(name, guess);
    case "number":
      return 0;
    case "boolean":
      return false;
    case "literal":
      return shape.value;
    case "list":
      return [];
    case "map":
      return {};
    case "object": {
      if (depth >= DEEPEST) return {};
      const properties = Object.entries(guess.schema.definitions[shape.definition] ?? {});
      const required = properties.filter(([, property]) => property.required);
      return Object.fromEntries(required.map(([key, inner]) => [key, plausible(key, inner.shape, guess, depth + 1)]));
    }
    case "union":
      return shape.options[0] === undefined ? "" : plausible(name, shape.options[0], guess, depth);
    case "any":
    case "asset":
    case "archive":
      return "";
  }
}

function plausibleText(name: string, { making, isInput }: Guess): string {
  const [pulumiPackage = "", module = ""] = making.type.split(":");
  const [service = "", noun = ""] = module.split("/");
  if (name === "name") return making.name;
  if (name === "region" || name === "location") return fill("{region}", making);
  if (name === "project") return making.world.project;
  if (isInput) return "";
  if (name === "etag" || name === "fingerprint") return fill("{hex:12}", making);
  if (/arn$/i.test(name)) return fill(`arn:aws:${service}:{region}:{account}:${noun}/{name}`, making);
  if (/(time|timestamp|date|created|updated|modified)$/i.test(name)) return MOMENT;
  if (/^(ownerId|accountId|registryId)$/.test(name)) return making.world.accountId;
  if (/selfLink$/i.test(name)) return `https://www.googleapis.com/${service}/v1/${making.id}`;
  if (/email$/i.test(name)) return fill("{name}@{project}.iam.gserviceaccount.com", making);
  if (/(url|uri|endpoint)$/i.test(name)) return fill(`https://{name}-{hex:8}.${pulumiPackage}.offline.example`, making);
  if (/(dns|domain|host)(name)?$/i.test(name)) return fill(`{name}-{hex:8}.${pulumiPackage}.offline.example`, making);
  if (/id$/i.test(name)) return digits(`${making.seed}\n${name}`, "0123456789abcdef", 17);
  if (/(state|status)$/i.test(name)) return "ACTIVE";
  if (/version$/i.test(name)) return "1";
  return `${name}-${digits(`${making.seed}\n${name}`, "0123456789abcdef", 7)}`;
}
