// The slow, detailed half of validation: called only for a body that the generated encoder refused.
import type { FieldProblem } from "./errors.ts";
import type { Feature } from "./manifest-schema.ts";
import { type Diagnosis, Problems } from "./problems.ts";
import { listed, oneOf, pointerTo, shown } from "./words.ts";

/** The largest finite float32; a larger number would become infinite in the model's input. */
export const FLOAT32_MAX = 3.4028234663852886e38;

/** An object with more members is not a mistyped instance, and is not examined member by member. */
export function mostMembers(features: readonly Feature[]): number {
  return 4 * features.length + 16;
}

/**
 * What is wrong with a request body, in the order of the fields and then of the unknown keys. Reports no problem
 * exactly when the generated encoder accepts the body.
 */
export function diagnose(features: readonly Feature[], body: unknown): Diagnosis {
  const problems = new Problems();
  if (typeof body !== "object" || body === null || Array.isArray(body)) {
    const detail = `The body must be a JSON object with the fields ${listed(names(features))}; got ${shown(body)}.`;
    problems.add(() => ({ pointer: "", code: "wrong_type", detail }));
    return problems;
  }
  const given = body as Record<string, unknown>;
  const keys = Object.keys(given);
  if (keys.length > mostMembers(features)) {
    const detail = `The object has ${keys.length} members, but the model has ${features.length} fields: ${listed(names(features))}.`;
    problems.add(() => ({ pointer: "", code: "unknown_field", detail }));
    return problems;
  }
  const known = new Set<string>();
  for (const feature of features) {
    const own = [feature.name, ...feature.aliases];
    for (const name of own) known.add(name);
    const used = own.filter((name) => Object.hasOwn(given, name));
    const found = fieldProblem(feature, used, given);
    if (found) problems.add(() => ({ pointer: pointerTo(used[0] ?? feature.name), ...found() }));
  }
  const unknown = keys.filter((key) => !known.has(key));
  if (unknown.length > 0) addUnknown(problems, unknown, features);
  return problems;
}

/** The allowed values of a field, in words: "an integer from 300 to 850". */
export function describeFeature(feature: Feature): string {
  switch (feature.type) {
    case "categorical":
      return oneOf(feature.categories);
    case "boolean":
      return "0, 1, true or false";
    case "number":
    case "integer": {
      const noun = feature.type === "integer" ? "an integer" : "a number";
      const { minimum, maximum } = feature;
      if (minimum !== undefined && maximum !== undefined) return `${noun} from ${minimum} to ${maximum}`;
      if (minimum !== undefined) return `${noun} of at least ${minimum}`;
      if (maximum !== undefined) return `${noun} of at most ${maximum}`;
      return noun;
    }
  }
}

type Found = Omit<FieldProblem, "pointer">;

function fieldProblem(
  feature: Feature,
  used: readonly string[],
  given: Readonly<Record<string, unknown>>,
): (() => Found) | undefined {
  const [name] = used;
  if (name === undefined) {
    if (feature.default !== undefined) return undefined;
    return () => ({ code: "missing", detail: `${feature.name} is required: ${describeFeature(feature)}.` });
  }
  if (used.length > 1) {
    const as = listed(used.map((u) => `"${u}"`));
    const detail = `${feature.name} is given ${used.length} times, as ${as}: send one of them.`;
    return () => ({ code: "duplicate_field", detail });
  }
  const value = given[name];
  const code = valueFault(feature, value);
  if (!code) return undefined;
  return () => ({
    code,
    detail: `${name} must be ${describeFeature(feature)}${beyondFloat32(feature, value)}; got ${shown(value)}.`,
  });
}

function valueFault(feature: Feature, value: unknown): "wrong_type" | "out_of_range" | "not_allowed" | undefined {
  switch (feature.type) {
    case "categorical":
      if (typeof value !== "string") return "wrong_type";
      return feature.categories.includes(value) ? undefined : "not_allowed";
    case "boolean":
      if (typeof value === "boolean" || value === 0 || value === 1) return undefined;
      return typeof value === "number" ? "not_allowed" : "wrong_type";
    case "number":
    case "integer": {
      if (typeof value !== "number") return "wrong_type";
      const { minimum = -FLOAT32_MAX, maximum = FLOAT32_MAX } = feature;
      if (!(value >= minimum && value <= maximum)) return "out_of_range";
      return feature.type === "integer" && !Number.isInteger(value) ? "wrong_type" : undefined;
    }
  }
}

/** The bound that a number exceeds, if it is not the field's own. */
function beyondFloat32(feature: Feature, value: unknown): string {
  if ((feature.type !== "number" && feature.type !== "integer") || typeof value !== "number") return "";
  const bound = value > 0 ? feature.maximum : feature.minimum;
  if (Math.abs(value) <= FLOAT32_MAX || bound !== undefined) return "";
  return `, ${value > 0 ? "at most 3.4e38" : "at least -3.4e38"} because the model computes in float32`;
}

function addUnknown(problems: Problems, keys: readonly string[], features: readonly Feature[]): void {
  const near = new Map(
    features.flatMap((feature) => [feature.name, ...feature.aliases].map((name) => [squeezed(name), feature.name])),
  );
  let told = false;
  for (const key of keys) {
    problems.add(() => {
      const meant = near.get(squeezed(key));
      const fields = told ? "." : `: the fields are ${listed(names(features))}.`;
      told ||= meant === undefined;
      const hint = meant === undefined ? fields : `: did you mean "${meant}"?`;
      const detail = `${shown(key)} is not a field of this model${hint}`;
      return { pointer: pointerTo(key), code: "unknown_field", detail };
    });
  }
}

/** A name without differences in spelling; a long key is shortened, and then resembles no name. */
function squeezed(name: string): string {
  return name
    .slice(0, 200)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, "");
}

function names(features: readonly Feature[]): string[] {
  return features.map((feature) => feature.name);
}
