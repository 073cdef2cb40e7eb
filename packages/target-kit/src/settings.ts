// Settings of a stack file, parsed once and strictly: every problem becomes a sentence, and all are told at once.
import { choiceOf, decimalOf, integerOf } from "@modelport/contracts";
import type * as z from "zod";
import { nearestKey } from "./nearest-key.ts";
import { DeploymentRefused } from "./refusal.ts";
import { allowedInWords, settingSchemas, unitOf, type SettingSchema, type SettingSchemas } from "./setting-schema.ts";

/** The namespace of the settings in `Pulumi.<stack>.yaml`. */
const settingsNamespace = "modelport";

/** Settings by key without the namespace. Values are the texts that the engine gives, or already typed. */
export type RawSettings = Readonly<Record<string, unknown>>;

/** The settings among a stack's whole configuration, whose keys carry a namespace (`modelport:serverPort`, `aws:region`). */
export function settingsOf(configuration: Readonly<Record<string, string>>): RawSettings {
  const prefix = `${settingsNamespace}:`;
  const own = Object.entries(configuration).filter(([key]) => key.startsWith(prefix));
  return Object.fromEntries(own.map(([key, value]) => [key.slice(prefix.length), value]));
}

/** One or more settings are wrong; the message is one line for each problem. */
export class SettingsError extends DeploymentRefused {
  override readonly name = "SettingsError";
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join("\n"));
    this.problems = problems;
  }
}

/**
 * The settings of the target named `target` under `schema`; throws a {@link SettingsError} with every problem. `schemas` is what `schema` says of its keys, for
 * whoever parses more than once.
 */
export function parseSettings<S>(
  target: string,
  schema: z.ZodType<S>,
  raw: RawSettings,
  schemas: SettingSchemas = settingSchemas(schema),
): S {
  const unknown = Object.keys(raw).filter((key) => !Object.hasOwn(schemas, key));
  const known = Object.entries(raw).filter(([key]) => Object.hasOwn(schemas, key));
  const typed = known.map(([key, value]) => [key, typedValue(value, schemas[key] ?? {})] as const);
  const parsed = schema.safeParse(Object.fromEntries(typed));
  const problems = [
    ...unknown.map((key) => unknownKeySentence(target, key, Object.keys(schemas))),
    ...(parsed.success ? [] : issueSentences(parsed.error.issues, raw, schemas)),
  ];
  if (problems.length > 0 || !parsed.success) throw new SettingsError(problems);
  return parsed.data;
}

/** The engine gives every value as text: read it as the type that the setting has, or leave it for the schema to refuse. */
function typedValue(value: unknown, { type, enum: choices, aliases }: SettingSchema): unknown {
  if (typeof value !== "string") return value;
  if (type === "integer") return integerOf(value) ?? value;
  if (type === "number") return decimalOf(value) ?? value;
  if (type === "boolean") {
    const choice = choiceOf(value, ["true", "false"]);
    return choice === undefined ? value : choice === "true";
  }
  if (type === "array" || type === "object") return jsonOrText(value);
  const names = choices?.filter((choice) => typeof choice === "string");
  return names === undefined ? value : (choiceOf(value, names, aliases) ?? value);
}

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

function unknownKeySentence(target: string, key: string, known: readonly string[]): string {
  const nearest = nearestKey(key, known);
  return (
    `${settingsNamespace}:${key} is not a setting of the target ${target}` +
    `${nearest === undefined ? "" : ` (did you mean ${settingsNamespace}:${nearest}?)`}: ` +
    `the settings are ${known.toSorted().join(", ")}; remove it with "pulumi config rm ${key}".`
  );
}

type Issue = z.core.$ZodIssue;

/** One sentence for each key that has an issue; a rule about several keys carries its own sentence. */
function issueSentences(issues: readonly Issue[], raw: RawSettings, schemas: SettingSchemas): readonly string[] {
  const sentences = issues.map((issue) => {
    if (issue.code === "custom") return issue.message;
    const key = String(issue.path[0]);
    return valueSentence(key, raw[key], schemas[key] ?? {});
  });
  return [...new Set(sentences)];
}

function valueSentence(key: string, value: unknown, schema: SettingSchema): string {
  const name = `${settingsNamespace}:${key}`;
  const allowed = allowedInWords(key, schema);
  const otherwise = schema.default === undefined ? "" : ` (${JSON.stringify(schema.default)} when left out)`;
  const example = suggestion(key, value, schema) ?? schema.default ?? "<value>";
  const remedy = `set it with "pulumi config set ${key} ${typeof example === "string" ? example : JSON.stringify(example)}".`;
  if (value === undefined) return `${name} is missing: it takes ${allowed}; ${remedy}`;
  const shown = typeof value === "string" ? `"${value}"` : JSON.stringify(value);
  return `${name} is ${shown}, but it takes ${allowed}${otherwise}; ${remedy}`;
}

const factorsToUnit: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  MiB: { mib: 1, mi: 1, gib: 1024, gi: 1024 },
  seconds: { s: 1, sec: 1, second: 1, seconds: 1, m: 60, min: 60, minutes: 60, h: 3600, ms: 0.001 },
  milliseconds: { ms: 1, s: 1000, sec: 1000, seconds: 1000 },
};

/** The number meant by a value with a unit, e.g. 1024 for `1GiB` where MiB are taken; only where it is exact and allowed. */
function suggestion(key: string, value: unknown, schema: SettingSchema): number | undefined {
  const parts = /^(\d+(?:\.\d+)?)\s*([a-z]+)$/i.exec(typeof value === "string" ? value.trim() : "");
  const factor = factorsToUnit[unitOf(key) ?? ""]?.[parts?.[2]?.toLowerCase() ?? ""];
  if (factor === undefined) return undefined;
  const meant = Number(parts?.[1]) * factor;
  const inRange = meant >= (schema.minimum ?? -Infinity) && meant <= (schema.maximum ?? Infinity);
  return inRange && (schema.type !== "integer" || Number.isInteger(meant)) ? meant : undefined;
}
