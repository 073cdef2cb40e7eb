// A settings schema read as data: which keys there are, and what each takes in words.
import * as z from "zod";

/** One key of a settings schema, as JSON Schema describes it. */
export interface SettingSchema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly default?: unknown;
  readonly description?: string;
  /** From `.meta({ allowed })`: what a pattern or a structure takes, in words. */
  readonly allowed?: string;
  /** From `.meta({ aliases })`: further names of an enumeration's values, in lower case. */
  readonly aliases?: Readonly<Record<string, string>>;
  /** From `.meta({ meant })`: values for words that people write in their place. */
  readonly meant?: Readonly<Record<string, unknown>>;
  /** From `.meta({ example })`: what to suggest if it is unclear what was meant, instead of the default. */
  readonly example?: unknown;
  /** From `.meta({ sample })`: a value to test with, if only a pattern or a structure decides what is valid. */
  readonly sample?: unknown;
}

/** Every key of a settings schema. */
export type SettingSchemas = Readonly<Record<string, SettingSchema>>;

/** The row of one setting on a reference page. */
export interface SettingReference {
  readonly key: string;
  readonly allowed: string;
  readonly default: unknown;
  readonly description: string;
  /** Every choice, or the minimum and the maximum, or the sample; empty if only a pattern or a structure decides. */
  readonly edges: readonly unknown[];
}

/** The keys of `schema`; throws when it is not a strict object, which is the target author's mistake. */
export function settingSchemas(schema: z.ZodType): SettingSchemas {
  const described = z.toJSONSchema(schema, { io: "input" });
  if (described.type !== "object" || described.additionalProperties !== false) {
    throw new TypeError("A target's settings must be a z.strictObject, so that an unknown key is refused.");
  }
  return (described.properties ?? {}) as SettingSchemas;
}

/** The unit that the key's name ends in, e.g. `MiB` of `memoryMiB`. */
export function unitOf(key: string): string | undefined {
  const suffix = /(MiB|Seconds|Ms|Bytes|Days|Percent)$/.exec(key)?.[1];
  return suffix === "Ms" ? "milliseconds" : suffix === "MiB" ? suffix : suffix?.toLowerCase();
}

/** What the setting takes, e.g. `a whole number of MiB from 128 to 10240, written without the unit`. */
export function allowedInWords(key: string, schema: SettingSchema): string {
  if (schema.allowed !== undefined) return schema.allowed;
  if (schema.enum !== undefined) return `one of ${schema.enum.map(String).join(", ")}`;
  if (schema.type === "boolean") return "true or false";
  if (schema.type === "integer" || schema.type === "number") return numberInWords(key, schema);
  return { array: "a list", object: "a map of names to values" }[schema.type ?? ""] ?? "text";
}

function numberInWords(key: string, schema: SettingSchema): string {
  const { minimum, maximum, exclusiveMinimum } = schema;
  const unit = unitOf(key);
  const lower =
    minimum !== undefined && minimum > Number.MIN_SAFE_INTEGER
      ? ` from ${minimum}`
      : exclusiveMinimum === undefined
        ? ""
        : ` above ${exclusiveMinimum}`;
  const upper = maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER ? ` to ${maximum}` : "";
  return (
    `a ${schema.type === "integer" ? "whole number" : "number"}${unit === undefined ? "" : ` of ${unit}`}` +
    `${lower}${upper}${unit === undefined ? "" : ", written without the unit"}`
  );
}

/** The settings as rows of a reference page, in the schema's order. */
export function settingsReference(schemas: SettingSchemas): readonly SettingReference[] {
  return Object.entries(schemas).map(([key, setting]) => ({
    key,
    allowed: allowedInWords(key, setting),
    default: setting.default,
    description: setting.description ?? "",
    edges: edgesOf(setting),
  }));
}

/** Stands for the most of a number that has no limit. */
const MANY = 1000;

function edgesOf(setting: SettingSchema): readonly unknown[] {
  const { type, enum: choices, minimum, exclusiveMinimum, maximum, sample } = setting;
  if (choices !== undefined) return choices;
  if (type === "boolean") return [true, false];
  if (type !== "integer" && type !== "number") return sample === undefined ? [] : [sample];
  const step = type === "integer" ? 1 : 0.001;
  const least = bounded(minimum) ?? (exclusiveMinimum === undefined ? -MANY : exclusiveMinimum + step);
  return [least, bounded(maximum) ?? least + MANY];
}

/** JSON Schema has the limits of safe integers for a bound that is not set. */
const bounded = (limit: number | undefined): number | undefined =>
  limit === undefined || Math.abs(limit) >= Number.MAX_SAFE_INTEGER ? undefined : limit;
