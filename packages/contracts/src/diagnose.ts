// The slow, friendly half of validation: called only for a body that the generated encoder refused.
import type { FieldProblem } from "./errors.ts";
import type { Feature } from "./manifest.ts";

/** The largest finite float32; a larger number would become infinite in the model's input. */
export const FLOAT32_MAX = 3.4028234663852886e38;

/**
 * Every fault of a request body, at once, in the order of the fields and then of the unknown keys.
 * Empty exactly when the generated encoder accepts the body.
 */
export function diagnose(features: readonly Feature[], body: unknown, base = ""): FieldProblem[] {
  if (typeof body !== "object" || body === null || Array.isArray(body)) {
    const detail = `The body must be a JSON object with the fields ${listOf(features.map((f) => f.name))}; got ${shown(body)}.`;
    return [{ pointer: base, code: "wrong_type", detail }];
  }
  const given = body as Record<string, unknown>;
  const problems: FieldProblem[] = [];
  const known = new Set<string>();
  for (const feature of features) {
    const names = [feature.name, ...feature.aliases];
    for (const name of names) known.add(name);
    const used = names.filter((name) => Object.hasOwn(given, name));
    const found = fieldProblem(feature, used, given);
    if (found) problems.push({ ...found, pointer: `${base}/${escapePointer(used[0] ?? feature.name)}` });
  }
  for (const key of Object.keys(given)) {
    if (known.has(key)) continue;
    problems.push({
      pointer: `${base}/${escapePointer(key)}`,
      code: "unknown_field",
      detail: unknownField(key, features),
    });
  }
  return problems;
}

/** What a field takes, in words: "an integer from 300 to 850". */
export function describeFeature(feature: Feature): string {
  switch (feature.type) {
    case "categorical":
      return `one of ${feature.categories.map((category) => `"${category}"`).join(", ")}`;
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

function fieldProblem(
  feature: Feature,
  used: readonly string[],
  given: Record<string, unknown>,
): Omit<FieldProblem, "pointer"> | undefined {
  const [name] = used;
  if (name === undefined) {
    if (feature.default !== undefined) return undefined;
    return { code: "missing", detail: `${feature.name} is required: ${describeFeature(feature)}.` };
  }
  if (used.length > 1) {
    const detail = `${feature.name} is given ${used.length} times, as ${listOf(used.map((u) => `"${u}"`))}: send one of them.`;
    return { code: "duplicate_field", detail };
  }
  const value = given[name];
  const code = valueFault(feature, value);
  if (!code) return undefined;
  return { code, detail: `${name} must be ${describeFeature(feature)}; got ${shown(value)}.` };
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

function unknownField(key: string, features: readonly Feature[]): string {
  const squeezed = (name: string) => name.toLowerCase().replaceAll(/[^a-z0-9]/g, "");
  const near = features.find((f) => [f.name, ...f.aliases].some((name) => squeezed(name) === squeezed(key)));
  const hint = near ? `did you mean "${near.name}"?` : `the fields are ${listOf(features.map((f) => f.name))}.`;
  return `${shown(key)} is not a field of this model: ${hint}`;
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return "an array";
  if (typeof value === "object" && value !== null) return "an object";
  if (typeof value === "number" && !Number.isFinite(value)) return `${value}`;
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

function listOf(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

function escapePointer(key: string): string {
  return key.replaceAll("~", "~0").replaceAll("/", "~1");
}
